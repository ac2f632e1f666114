/**
 * Other processes of this program.
 */
@NullMarked
package io.aerosocket.benchmarks.process;

import org.jspecify.annotations.NullMarked;
