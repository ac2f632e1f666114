package io.aerosocket.spring.codec;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.ObjectReader;

import io.aerosocket.Message;
import io.aerosocket.codec.DecodingException;
import io.aerosocket.codec.EnvelopeFormat;
import io.aerosocket.codec.RouteReader;
import io.aerosocket.codec.RoutedPayload;

/**
 * Finds a message's route by passing once over its members, wherever they are and without
 * keeping any other. A member that stands there twice is refused: two readers would not
 * agree on what the message is.
 */
final class JacksonRouteReader implements RouteReader {

	private final ObjectReader reader;

	private final EnvelopeFormat format;

	private final String name;

	/**
	 * Creates a reader.
	 * @param reader makes parsers
	 * @param format where messages say what they are
	 * @param name the name of the format
	 */
	JacksonRouteReader(ObjectReader reader, EnvelopeFormat format, String name) {
		this.reader = reader;
		this.format = format;
		this.name = name;
	}

	@Override
	public RoutedPayload read(Message message) {
		PayloadBytes bytes = PayloadBytes.of(message);
		try (JsonParser parser = this.reader.createParser(bytes.array(), bytes.offset(), bytes.size())) {
			if (parser.nextToken() != JsonToken.START_OBJECT) {
				return new RoutedPayload(null, null, bytes);
			}
			Members members = new Members(this.format, this.name, bytes);
			members.read(parser);
			return members.result();
		}
		catch (JacksonException ex) {
			throw JacksonCodec.failure(this.name, ex);
		}
	}

	/**
	 * The members that have been found.
	 */
	private static final class Members {

		private final EnvelopeFormat format;

		private final String name;

		private final PayloadBytes message;

		private @Nullable String route;

		private @Nullable Object id;

		private @Nullable PayloadBytes payload;

		Members(EnvelopeFormat format, String name, PayloadBytes message) {
			this.format = format;
			this.name = name;
			this.message = message;
		}

		void read(JsonParser parser) {
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
					this.payload = part(parser);
				}
				else {
					parser.skipChildren();
				}
			}
			if (parser.currentToken() != JsonToken.END_OBJECT || parser.nextToken() != null) {
				throw new DecodingException("payload: not the expected " + this.name, null);
			}
		}

		RoutedPayload result() {
			Message part = this.message;
			if (this.format.payloadProperty() != null) {
				part = (this.payload != null) ? this.payload : RouteMembers.NO_PAYLOAD;
			}
			return new RoutedPayload(this.route, this.id, part);
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
				throw new DecodingException("payload: not the expected " + this.name, null);
			}
			return new PayloadBytes(this.message.array(), this.message.offset() + (int) start, (int) (end - start));
		}

	}

}
