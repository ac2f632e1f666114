/**
 * The life of a connection: open, closing, closed; what it sends and in which order; what
 * waits for its handler; whether its peer is still there (RFC 6455 sections 5.5 and 7).
 * <p>
 * Everything here is confined to the connection's event loop, except where a method says
 * otherwise.
 */
@NullMarked
package io.aerosocket.internal.connection;

import org.jspecify.annotations.NullMarked;
