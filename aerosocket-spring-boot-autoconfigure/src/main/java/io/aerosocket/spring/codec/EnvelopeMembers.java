package io.aerosocket.spring.codec;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

import io.aerosocket.Message;
import io.aerosocket.codec.DecodingException;
import io.aerosocket.codec.EnvelopeFormat;
import io.aerosocket.codec.RoutedPayload;

/**
 * The members of a message that say what it is, as far as they have been found. A member
 * that stands there twice is refused: two readers would not agree on what the message is.
 */
final class EnvelopeMembers {

	private final EnvelopeFormat format;

	private final String name;

	private final PayloadBytes message;

	private @Nullable String route;

	private @Nullable Object id;

	private @Nullable Message payload;

	/**
	 * Creates members of which none has been found.
	 * @param format their names
	 * @param name the name of the format that the message is in
	 * @param message the whole message
	 */
	EnvelopeMembers(EnvelopeFormat format, String name, PayloadBytes message) {
		this.format = format;
		this.name = name;
		this.message = message;
	}

	/**
	 * Reads members until all are read, or the parser stands at the payload.
	 * @param parser the parser, inside of the message's object
	 * @return whether it stands at the first token of the payload
	 */
	boolean readToPayload(JsonParser parser) {
		for (String member = parser.nextName(); member != null; member = parser.nextName()) {
			JsonToken value = parser.nextToken();
			if (member.equals(this.format.routeProperty())) {
				RouteMembers.once(member, this.route);
				this.route = RouteMembers.route(member, text(parser, value));
			}
			else if (member.equals(this.format.idProperty())) {
				readId(parser, value);
			}
			else if (member.equals(this.format.payloadProperty())) {
				RouteMembers.once(member, this.payload);
				return true;
			}
			else {
				parser.skipChildren();
			}
		}
		if (parser.currentToken() != JsonToken.END_OBJECT || parser.nextToken() != null) {
			throw malformed();
		}
		return false;
	}

	/**
	 * Reads what is left of the message; a payload in it is passed over.
	 * @param parser the parser
	 */
	void readRest(JsonParser parser) {
		while (readToPayload(parser)) {
			this.payload = part(parser);
		}
	}

	/**
	 * Returns the route, if it has been found already.
	 * @return the route, or {@code null}
	 */
	@Nullable String route() {
		return this.route;
	}

	/**
	 * Returns whether the id is known for certain.
	 * @param parser the parser, at the payload
	 * @param member finds it in the rest of the message
	 * @return whether it has been found, or certainly is not there
	 */
	boolean knowsId(JsonParser parser, JsonMember member) {
		if (this.id != null) {
			return true;
		}
		long at = parser.currentTokenLocation().getByteOffset();
		return at >= 0 && !member.mayStandIn(this.message.array(), this.message.offset() + (int) at,
				this.message.offset() + this.message.size());
	}

	/**
	 * Returns what has been found, with a payload that is still to be read.
	 * @param lent reads the payload
	 * @return what the message says of itself
	 */
	RoutedPayload lending(Message lent) {
		this.payload = lent;
		return new RoutedPayload(this.route, this.id, lent);
	}

	/**
	 * Returns what has been found.
	 * @return what the message says of itself
	 */
	RoutedPayload result() {
		Message part = this.message;
		if (this.format.payloadProperty() != null) {
			part = (this.payload != null) ? this.payload : RouteMembers.NO_PAYLOAD;
		}
		return new RoutedPayload(this.route, this.id, part);
	}

	/**
	 * Makes the error for a message that is none of the format.
	 * @return the error
	 */
	DecodingException malformed() {
		return new DecodingException("payload: not the expected " + this.name, null);
	}

	private static @Nullable String text(JsonParser parser, JsonToken value) {
		if (value != JsonToken.VALUE_STRING) {
			parser.skipChildren();
			return null;
		}
		// Before the string is made, which may be as long as the message.
		return (parser.getStringLength() <= RouteMembers.LONGEST) ? parser.getString() : null;
	}

	private void readId(JsonParser parser, JsonToken value) {
		Object found = null;
		if (value == JsonToken.VALUE_NUMBER_INT) {
			found = (parser.getStringLength() <= RouteMembers.LONGEST) ? parser.getNumberValue() : null;
		}
		else {
			found = text(parser, value);
		}
		this.id = RouteMembers.id(this.format, this.id, found, value == JsonToken.VALUE_NULL);
	}

	private PayloadBytes part(JsonParser parser) {
		long start = parser.currentTokenLocation().getByteOffset();
		parser.skipChildren();
		parser.finishToken();
		long end = parser.currentLocation().getByteOffset();
		if (start < 0 || end < start || end > this.message.size()) {
			// Not UTF-8: Jackson reads UTF-16 and UTF-32 too, without counting bytes.
			throw malformed();
		}
		return new PayloadBytes(this.message.array(), this.message.offset() + (int) start, (int) (end - start));
	}

}
