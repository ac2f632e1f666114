/**
 * The comparison: servers and driver in processes of their own, each on its own core,
 * round after round, and a table of the medians.
 */
@NullMarked
package io.aerosocket.benchmarks.compare;

import org.jspecify.annotations.NullMarked;
