package io.aerosocket.spring.codec;

import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.ObjectReader;

import io.aerosocket.Message;
import io.aerosocket.codec.EnvelopeFormat;
import io.aerosocket.codec.RouteReader;
import io.aerosocket.codec.RoutedPayload;

/**
 * Finds a message's route by passing once over its members, wherever they are and without
 * keeping any other.
 * <p>
 * Where the payload is decoded anyway, and the message is in JSON and spelled plainly, as
 * nearly all are, it is not passed over twice: without an envelope, a route that stands
 * first is found without a parser; with one, the parser stops at the payload and is lent
 * to the payload's decoder, which reads on. What the message may be is the same.
 */
final class JacksonRouteReader implements RouteReader {

	private final ObjectReader reader;

	private final EnvelopeFormat format;

	private final String name;

	private final @Nullable JsonMember route;

	private final @Nullable JsonMember id;

	/**
	 * Creates a reader.
	 * @param mapper makes parsers
	 * @param format where messages say what they are
	 * @param name the name of the format
	 */
	JacksonRouteReader(ObjectMapper mapper, EnvelopeFormat format, String name) {
		this.reader = mapper.reader();
		this.format = format;
		this.name = name;
		this.route = JsonMember.of(mapper, format.routeProperty());
		this.id = JsonMember.of(mapper, format.idProperty());
	}

	@Override
	public RoutedPayload read(Message message) {
		PayloadBytes bytes = PayloadBytes.of(message);
		try (JsonParser parser = parser(bytes)) {
			if (parser.nextToken() != JsonToken.START_OBJECT) {
				return new RoutedPayload(null, null, bytes);
			}
			EnvelopeMembers members = new EnvelopeMembers(this.format, this.name, bytes);
			members.readRest(parser);
			return members.result();
		}
		catch (JacksonException ex) {
			throw JacksonCodec.failure(this.name, ex);
		}
	}

	@Override
	public RoutedPayload read(Message message, Predicate<String> decoded) {
		PayloadBytes bytes = PayloadBytes.of(message);
		RoutedPayload found = (this.format.payloadProperty() == null) ? leading(bytes, decoded)
				: lending(bytes, decoded);
		return (found != null) ? found : read(bytes);
	}

	private @Nullable RoutedPayload leading(PayloadBytes message, Predicate<String> decoded) {
		JsonMember member = this.route;
		String found = (member != null) ? member.leading(message, RouteMembers.LONGEST) : null;
		return (found != null && decoded.test(found)) ? new RoutedPayload(found, null, message) : null;
	}

	private @Nullable RoutedPayload lending(PayloadBytes message, Predicate<String> decoded) {
		JsonMember member = this.id;
		if (member == null || !JsonMember.isObject(message)) {
			return null;
		}
		JsonParser parser = parser(message);
		boolean lent = false;
		try {
			parser.nextToken();
			EnvelopeMembers members = new EnvelopeMembers(this.format, this.name, message);
			if (!members.readToPayload(parser)) {
				return members.result();
			}
			String found = members.route();
			if (found == null || !decoded.test(found) || !members.knowsId(parser, member)) {
				return null;
			}
			lent = true;
			return members.lending(new LentPayload(this, message, parser, members));
		}
		catch (JacksonException ex) {
			throw JacksonCodec.failure(this.name, ex);
		}
		finally {
			if (!lent) {
				parser.close();
			}
		}
	}

	private JsonParser parser(PayloadBytes message) {
		return this.reader.createParser(message.array(), message.offset(), message.size());
	}

}
