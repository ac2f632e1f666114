/**
 * A load driver for WebSocket servers on the loopback interface, and the servers that it
 * compares: one executable jar with the commands {@code serve}, {@code load} and
 * {@code compare}.
 */
@NullMarked
package io.aerosocket.benchmarks;

import org.jspecify.annotations.NullMarked;
