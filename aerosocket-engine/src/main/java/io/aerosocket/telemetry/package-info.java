/**
 * How metrics, audit and profiling look into the engine: counters that are read, and
 * events that are heard.
 */
@NullMarked
package io.aerosocket.telemetry;

import org.jspecify.annotations.NullMarked;
