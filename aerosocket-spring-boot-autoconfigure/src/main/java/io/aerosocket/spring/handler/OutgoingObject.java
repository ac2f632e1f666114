package io.aerosocket.spring.handler;

import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import org.jspecify.annotations.Nullable;

import io.aerosocket.Connection;
import io.aerosocket.Message;
import io.aerosocket.PreparedMessage;
import io.aerosocket.codec.Codec;

/**
 * An object that is sent to any number of connections and encoded once for each codec
 * that they have. Safe for any thread.
 */
public final class OutgoingObject {

	private final ConcurrentMap<Codec, PreparedMessage> messages = new ConcurrentHashMap<>(2);

	private final ConnectionCodecs codecs;

	private final Object value;

	private final Type type;

	private final @Nullable PreparedMessage plain;

	OutgoingObject(ConnectionCodecs codecs, Object value, Type type) {
		this.codecs = codecs;
		this.value = value;
		this.type = type;
		this.plain = plain(value);
	}

	/**
	 * Returns the message for a connection: text or bytes as they are, anything else in
	 * the connection's codec.
	 * @param connection the connection
	 * @return the same message for all connections of a codec
	 * @throws IllegalArgumentException if the connection's codec cannot write the type
	 */
	public PreparedMessage messageFor(Connection connection) {
		if (this.plain != null) {
			return this.plain;
		}
		return messageFor(this.codecs.codec(connection));
	}

	/**
	 * Returns the message if it is the same for all connections.
	 * @return the message, or {@code null} if there are several codecs
	 * @throws IllegalArgumentException if the only codec cannot write the type
	 */
	@Nullable PreparedMessage forAll() {
		if (this.plain != null) {
			return this.plain;
		}
		Codec only = this.codecs.only();
		return (only != null) ? messageFor(only) : null;
	}

	private PreparedMessage messageFor(Codec codec) {
		PreparedMessage message = this.messages.get(codec);
		return (message != null) ? message : this.messages.computeIfAbsent(codec, this::encode);
	}

	private PreparedMessage encode(Codec codec) {
		return this.codecs.writer(codec, this.type).prepare(this.value);
	}

	private static @Nullable PreparedMessage plain(Object value) {
		if (value instanceof PreparedMessage message) {
			return message;
		}
		if (value instanceof Message message) {
			return PreparedMessage.of(message);
		}
		if (value instanceof CharSequence text) {
			return PreparedMessage.text(text);
		}
		if (value instanceof byte[] data) {
			return PreparedMessage.binary(data);
		}
		return (value instanceof ByteBuffer data) ? PreparedMessage.of(Message.binary(data)) : null;
	}

}
