/**
 * Runs the engine for a long time under everything that may happen to it, and watches
 * what it holds.
 */
@NullMarked
package io.aerosocket.benchmarks.soak;

import org.jspecify.annotations.NullMarked;
