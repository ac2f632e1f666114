/**
 * The smallest handler there is.
 */
@NullMarked
package io.aerosocket.sample.echo;

import org.jspecify.annotations.NullMarked;
