/**
 * Sockets, event loops, TLS and HTTP: everything that makes "a stream for a WebSocket".
 */
@NullMarked
package io.aerosocket.internal.transport;

import org.jspecify.annotations.NullMarked;
