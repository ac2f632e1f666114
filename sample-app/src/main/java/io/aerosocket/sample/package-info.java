/**
 * A Spring Boot application to run and click through.
 */
@NullMarked
package io.aerosocket.sample;

import org.jspecify.annotations.NullMarked;
