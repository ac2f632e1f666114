package io.aerosocket.spring.codec;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.ObjectReader;

import io.aerosocket.Message;

/**
 * A payload that the parser which found the route stands before, so that one pass over a
 * message is enough. To be read once, on the thread that found the route; whoever wants
 * its bytes has them looked for.
 */
final class LentPayload implements Message.Binary {

	private final JacksonRouteReader routes;

	private final EnvelopeMembers members;

	private final PayloadBytes message;

	private @Nullable JsonParser parser;

	private @Nullable Message bytes;

	/**
	 * Lends a parser.
	 * @param routes finds the bytes
	 * @param message the whole message
	 * @param parser stands at the first token of the payload; closed when it is read
	 * @param members what has been found before the payload
	 */
	LentPayload(JacksonRouteReader routes, PayloadBytes message, JsonParser parser, EnvelopeMembers members) {
		this.routes = routes;
		this.message = message;
		this.parser = parser;
		this.members = members;
	}

	/**
	 * Reads the object, and what comes after it in the message.
	 * @param reader reads the object, and allows for something after it
	 * @return what was read, which may be {@code null}
	 */
	@Nullable Object read(ObjectReader reader) {
		JsonParser lent = this.parser;
		if (lent == null) {
			return reader.readValue(toByteArray());
		}
		this.parser = null;
		try (lent) {
			Object value = reader.readValue(lent);
			if (lent.streamReadContext().getNestingDepth() != 1) {
				// Its deserializer has left something unread, which is no member of ours.
				throw this.members.malformed();
			}
			this.members.readRest(lent);
			return value;
		}
	}

	@Override
	public int size() {
		return bytes().size();
	}

	@Override
	public ByteBuffer payload() {
		return bytes().payload();
	}

	@Override
	public byte[] toByteArray() {
		return bytes().toByteArray();
	}

	@Override
	public Message.Binary copy() {
		return (Message.Binary) bytes().copy();
	}

	private Message bytes() {
		Message found = this.bytes;
		if (found == null) {
			found = this.routes.read(this.message).payload();
			this.bytes = found;
		}
		return found;
	}

}
