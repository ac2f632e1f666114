package io.aerosocket.spring.boot.autoconfigure;

import org.jspecify.annotations.Nullable;

/**
 * A property of the server and the value that holds now.
 *
 * @param name the property, such as {@code aerosocket.server.message.max-size}
 * @param value its value as it can be written, or {@code null} when it has none
 * @param overridden whether it was {@linkplain AeroSocketSettings#change changed} at run
 * time, which goes before whatever the configuration says
 * @param fixedBecause why it cannot be changed while the server runs, or {@code null} if
 * it can
 */
public record AeroSocketSetting(String name, @Nullable String value, boolean overridden,
		@Nullable String fixedBecause) {

}
