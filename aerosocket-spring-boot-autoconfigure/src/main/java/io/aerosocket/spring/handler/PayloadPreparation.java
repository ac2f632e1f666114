package io.aerosocket.spring.handler;

import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;

import io.aerosocket.Message;
import io.aerosocket.PreparedMessage;

/**
 * Encodes what is sent to many, once.
 */
final class PayloadPreparation {

	// Bounded by the number of classes that are sent.
	private final ConcurrentMap<Class<?>, PayloadConverter.Writer> writers = new ConcurrentHashMap<>();

	private final Supplier<? extends @Nullable PayloadConverter> converter;

	PayloadPreparation(Supplier<? extends @Nullable PayloadConverter> converter) {
		this.converter = converter;
	}

	/**
	 * Encodes a payload.
	 * @param payload the payload
	 * @return the message
	 */
	PreparedMessage prepare(Object payload) {
		if (payload instanceof PreparedMessage prepared) {
			return prepared;
		}
		if (payload instanceof CharSequence text) {
			return PreparedMessage.text(text);
		}
		if (payload instanceof byte[] bytes) {
			return PreparedMessage.binary(bytes);
		}
		if (payload instanceof ByteBuffer buffer) {
			byte[] bytes = new byte[buffer.remaining()];
			buffer.duplicate().get(bytes);
			return PreparedMessage.binary(bytes);
		}
		if (payload instanceof Message message) {
			return PreparedMessage.of(message);
		}
		return PreparedMessage.text(this.writers.computeIfAbsent(payload.getClass(), this::writer).write(payload));
	}

	private PayloadConverter.Writer writer(Class<?> type) {
		PayloadConverter available = this.converter.get();
		if (available == null) {
			throw new IllegalArgumentException("payload: a " + type.getName()
					+ " (expected: text or bytes, as nothing writes objects; add org.springframework.boot:"
					+ "spring-boot-starter-jackson, or a PayloadConverter bean)");
		}
		return available.writer(ResolvableType.forClass(type));
	}

}
