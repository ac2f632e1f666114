/**
 * What streamed messages are read from: files, input streams and publishers, cut into
 * fragments, a few of them ahead of the network (RFC 6455 section 5.4).
 * <p>
 * Fragments are taken out on the channel's event loop. What blocks is done on threads
 * where it may.
 */
@NullMarked
package io.aerosocket.internal.stream;

import org.jspecify.annotations.NullMarked;
