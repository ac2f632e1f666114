/**
 * Messages out of frames and frames out of messages: the order of fragments, sizes, and
 * UTF-8 (RFC 6455 sections 5.4, 5.6 and 8.1).
 * <p>
 * Everything here runs on the channel's event loop, except the encoding of messages,
 * which runs where they are sent.
 */
@NullMarked
package io.aerosocket.internal.message;

import org.jspecify.annotations.NullMarked;
