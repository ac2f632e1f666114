package io.aerosocket.codec;

import org.jspecify.annotations.Nullable;

import io.aerosocket.Message;

/**
 * What a message says of itself.
 *
 * @param route the name of its route, or {@code null} if it has none
 * @param id what its sender tells replies by, a {@code String} or a whole {@code Number},
 * or {@code null} if it has none
 * @param payload what the decoders of the same codec read the object from
 */
public record RoutedPayload(@Nullable String route, @Nullable Object id, Message payload) {

}
