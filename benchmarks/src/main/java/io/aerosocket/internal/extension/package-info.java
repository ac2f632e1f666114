/**
 * Benchmarks that need to see what is package-private in the engine's package of the same
 * name.
 */
@NullMarked
package io.aerosocket.internal.extension;

import org.jspecify.annotations.NullMarked;
