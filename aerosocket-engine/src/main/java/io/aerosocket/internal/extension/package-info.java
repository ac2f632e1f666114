/**
 * Extensions at work: the header that they are negotiated with, the chain that messages
 * pass, and permessage-deflate (RFC 6455 section 9, RFC 7692).
 * <p>
 * Everything here runs on the channel's event loop, and what it keeps between two
 * messages is only what an extension's context asks for.
 */
@NullMarked
package io.aerosocket.internal.extension;

import org.jspecify.annotations.NullMarked;
