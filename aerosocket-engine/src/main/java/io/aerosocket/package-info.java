/**
 * The contract: connections, messages, handlers, handshakes, close codes and errors. What
 * an application touches, and nothing of how it is done.
 */
@NullMarked
package io.aerosocket;

import org.jspecify.annotations.NullMarked;
