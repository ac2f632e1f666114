package io.aerosocket.spring.handler;

import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;

import io.aerosocket.Connection;
import io.aerosocket.Message;
import io.aerosocket.PreparedMessage;
import io.aerosocket.codec.Codec;
import io.aerosocket.codec.Encoder;
import io.aerosocket.codec.MessageOutput;

/**
 * Makes messages of objects of one type with one codec. What is sent at once is written
 * into a buffer that each thread uses again.
 */
final class PayloadWriter {

	/** What a thread keeps for the next message at most. */
	private static final int MAX_KEPT_BYTES = 64 * 1024;

	private static final ThreadLocal<@Nullable MessageOutput> output = new ThreadLocal<>();

	private final boolean text;

	private final Encoder<Object> encoder;

	private PayloadWriter(boolean text, Encoder<Object> encoder) {
		this.text = text;
		this.encoder = encoder;
	}

	/**
	 * Prepares writing.
	 * @param codec the codec
	 * @param type the declared type of the values
	 * @return the writer, or {@code null} if the codec cannot write the type
	 */
	static @Nullable PayloadWriter of(Codec codec, Type type) {
		return of(codec, codec.encoder(type));
	}

	/**
	 * Prepares writing.
	 * @param codec the codec
	 * @param encoder its encoder
	 * @return the writer, or {@code null} without an encoder
	 */
	@SuppressWarnings("unchecked")
	static @Nullable PayloadWriter of(Codec codec, @Nullable Encoder<?> encoder) {
		return (encoder != null) ? new PayloadWriter(codec.isText(), (Encoder<Object>) encoder) : null;
	}

	/**
	 * Sends an object.
	 * @param connection where to
	 * @param value the object
	 */
	void send(Connection connection, Object value) {
		MessageOutput out = take();
		try {
			this.encoder.encode(value, out);
			connection.send(out.toMessage(this.text));
		}
		finally {
			give(out);
		}
	}

	/**
	 * Sends an object and reports when it has been written to the network.
	 * @param connection where to
	 * @param value the object
	 * @return as {@link Connection#sendAsync}
	 */
	CompletionStage<Void> sendAsync(Connection connection, Object value) {
		MessageOutput out = take();
		byte[] payload;
		try {
			this.encoder.encode(value, out);
			payload = out.toByteArray();
		}
		finally {
			give(out);
		}
		return connection
			.sendAsync(this.text ? Message.utf8(ByteBuffer.wrap(payload)) : Message.binary(ByteBuffer.wrap(payload)));
	}

	/**
	 * Encodes an object.
	 * @param value the object
	 * @return a message for any number of connections
	 */
	PreparedMessage prepare(Object value) {
		MessageOutput out = take();
		try {
			this.encoder.encode(value, out);
			return PreparedMessage.of(out.toMessage(this.text));
		}
		finally {
			give(out);
		}
	}

	// Taken away meanwhile: an object that sends while it is written must not overwrite
	// it.
	private static MessageOutput take() {
		MessageOutput out = output.get();
		output.set(null);
		return (out != null) ? out : new MessageOutput();
	}

	private static void give(MessageOutput out) {
		if (out.capacity() <= MAX_KEPT_BYTES) {
			out.clear();
			output.set(out);
		}
	}

}
