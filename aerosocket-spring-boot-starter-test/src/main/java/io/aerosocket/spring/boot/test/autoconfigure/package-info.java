/**
 * Slices and beans for the tests of applications.
 */
@NullMarked
package io.aerosocket.spring.boot.test.autoconfigure;

import org.jspecify.annotations.NullMarked;
