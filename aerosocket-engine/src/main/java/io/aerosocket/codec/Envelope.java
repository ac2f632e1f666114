package io.aerosocket.codec;

import org.jspecify.annotations.Nullable;

/**
 * An object with what its receiver tells it by.
 *
 * @param route the name of its route
 * @param id that of the message it answers, or {@code null}
 * @param payload the object, or {@code null}
 */
public record Envelope(String route, @Nullable Object id, @Nullable Object payload) {

}
