/**
 * Events for JDK Flight Recorder: handshakes, slow handlers, what is given up for want of
 * memory, and how a server ends. Nothing is measured or made while no recording wants it,
 * and nothing at all in a runtime without the module {@code jdk.jfr}.
 */
@NullMarked
package io.aerosocket.internal.flight;

import org.jspecify.annotations.NullMarked;
