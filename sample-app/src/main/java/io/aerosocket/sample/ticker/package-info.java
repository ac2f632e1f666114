/**
 * Prices that the server pushes at a steady rate.
 */
@NullMarked
package io.aerosocket.sample.ticker;

import org.jspecify.annotations.NullMarked;
