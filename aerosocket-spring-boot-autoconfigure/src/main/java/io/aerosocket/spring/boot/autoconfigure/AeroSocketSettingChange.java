package io.aerosocket.spring.boot.autoconfigure;

import org.jspecify.annotations.Nullable;

/**
 * What became of a property of the server.
 *
 * @param name the property
 * @param before the value that it had, or {@code null} for none
 * @param after the value that it has now, or {@code null} for none
 */
public record AeroSocketSettingChange(String name, @Nullable String before, @Nullable String after) {

	@Override
	public String toString() {
		return this.name + ": " + this.before + " -> " + this.after;
	}

}
