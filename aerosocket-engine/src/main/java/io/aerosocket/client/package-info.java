/**
 * Opening WebSocket connections, and closing the client that opened them.
 */
@NullMarked
package io.aerosocket.client;

import org.jspecify.annotations.NullMarked;
