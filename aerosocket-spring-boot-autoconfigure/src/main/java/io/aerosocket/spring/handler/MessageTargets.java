package io.aerosocket.spring.handler;

import org.jspecify.annotations.Nullable;

/**
 * What takes the messages of connections with one codec.
 *
 * @param text takes text messages, or {@code null} when nothing does
 * @param binary takes binary messages, or {@code null} when nothing does
 */
record MessageTargets(@Nullable MessageTarget text, @Nullable MessageTarget binary) {

	boolean has(HandlerMethod method) {
		return (this.text != null && this.text.includes(method))
				|| (this.binary != null && this.binary.includes(method));
	}

}
