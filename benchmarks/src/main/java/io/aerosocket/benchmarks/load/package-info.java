/**
 * The load driver: one thread, the JDK's selector, frames that were encoded beforehand,
 * and replies that are compared with what is expected rather than parsed. It shares no
 * code with the servers that it measures.
 */
@NullMarked
package io.aerosocket.benchmarks.load;

import org.jspecify.annotations.NullMarked;
