/**
 * Rooms in which people talk: history, presence, validation, and an order that everybody
 * shares.
 */
@NullMarked
package io.aerosocket.sample.chat;

import org.jspecify.annotations.NullMarked;
