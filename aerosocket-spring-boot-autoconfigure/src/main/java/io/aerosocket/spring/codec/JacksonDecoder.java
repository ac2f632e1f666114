package io.aerosocket.spring.codec;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;

import io.aerosocket.Message;
import io.aerosocket.codec.Decoder;

/**
 * Reads objects of one type out of whole messages, or out of what a
 * {@link JacksonRouteReader} has found.
 */
final class JacksonDecoder implements Decoder<Object> {

	private final ObjectReader reader;

	private final ObjectReader whole;

	private final ObjectReader part;

	private final String format;

	/**
	 * Creates a decoder.
	 * @param reader reads objects of the type
	 * @param format the name of the format
	 */
	JacksonDecoder(ObjectReader reader, String format) {
		this.reader = reader;
		// Whoever found the route has left it to us to read the message to its end.
		this.whole = reader.with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
		this.part = reader.without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
		this.format = format;
	}

	@Override
	public Object decode(Message message) {
		Object value;
		try {
			value = read(message);
		}
		catch (JacksonException ex) {
			throw JacksonCodec.failure(this.format, ex);
		}
		return JacksonCodec.present(value);
	}

	private @Nullable Object read(Message message) {
		if (message instanceof PayloadBytes bytes) {
			return this.whole.readValue(bytes.array(), bytes.offset(), bytes.size());
		}
		return (message instanceof LentPayload lent) ? lent.read(this.part)
				: this.reader.readValue(message.toByteArray());
	}

}
