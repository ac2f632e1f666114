/**
 * Runs the JMH benchmarks, which live in the packages of the code that they measure.
 */
@NullMarked
package io.aerosocket.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
