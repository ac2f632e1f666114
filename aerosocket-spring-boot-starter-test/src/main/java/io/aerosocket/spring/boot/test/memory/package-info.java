/**
 * A network in memory, whose clock the test turns: channels for the engine's pipeline on
 * one side, wires for the test's client on the other.
 */
@NullMarked
package io.aerosocket.spring.boot.test.memory;

import org.jspecify.annotations.NullMarked;
