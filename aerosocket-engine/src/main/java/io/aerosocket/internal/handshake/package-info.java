/**
 * May this request become a WebSocket? The request, its checks, and the answer (RFC 6455
 * section 4.2).
 */
@NullMarked
package io.aerosocket.internal.handshake;

import org.jspecify.annotations.NullMarked;
