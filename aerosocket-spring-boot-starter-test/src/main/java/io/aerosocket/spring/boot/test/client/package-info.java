/**
 * A WebSocket client for tests, which sees and says what a well-behaved one would not.
 * Its frames are its own (RFC 6455), so that it and the engine cannot share a mistake.
 */
@NullMarked
package io.aerosocket.spring.boot.test.client;

import org.jspecify.annotations.NullMarked;
