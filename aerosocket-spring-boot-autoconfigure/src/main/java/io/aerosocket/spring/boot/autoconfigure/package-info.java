/**
 * The WebSocket server as a bean: its properties, its life in the application context,
 * and what to say when it cannot start.
 */
@NullMarked
package io.aerosocket.spring.boot.autoconfigure;

import org.jspecify.annotations.NullMarked;
