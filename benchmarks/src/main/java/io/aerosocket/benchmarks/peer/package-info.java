/**
 * The servers that are compared. Each is a {@link io.aerosocket.benchmarks.peer.Peer}
 * that is listed in {@link io.aerosocket.benchmarks.peer.Peers}, echoes on {@code /echo}
 * and sends to everybody on {@code /fanout}.
 */
@NullMarked
package io.aerosocket.benchmarks.peer;

import org.jspecify.annotations.NullMarked;
