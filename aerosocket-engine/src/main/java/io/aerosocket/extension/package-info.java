/**
 * Extensions of the protocol (RFC 6455 section 9): what to write one of your own against.
 * permessage-deflate is written against it too.
 */
@NullMarked
package io.aerosocket.extension;

import org.jspecify.annotations.NullMarked;
