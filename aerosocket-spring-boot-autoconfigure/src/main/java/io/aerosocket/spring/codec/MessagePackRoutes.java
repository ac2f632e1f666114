package io.aerosocket.spring.codec;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

import io.aerosocket.Message;
import io.aerosocket.codec.EnvelopeFormat;
import io.aerosocket.codec.RoutedPayload;

/**
 * Finds a message's route in MessagePack, as {@link JacksonRouteReader} does.
 */
final class MessagePackRoutes {

	private final MessagePackReader in;

	private final EnvelopeFormat format;

	private final Message message;

	private @Nullable String route;

	private @Nullable Object id;

	private @Nullable Message payload;

	private MessagePackRoutes(MessagePackReader in, EnvelopeFormat format, Message message) {
		this.in = in;
		this.format = format;
		this.message = message;
	}

	/**
	 * Reads a message's route.
	 * @param message the message
	 * @param format where it says it
	 * @param maxDepth how deeply it may be nested
	 * @return what it says of itself; its payload is a view of the message
	 */
	static RoutedPayload read(Message message, EnvelopeFormat format, int maxDepth) {
		ByteBuffer bytes = message.payload();
		MessagePackReader in = new MessagePackReader(bytes, maxDepth);
		int members = in.mapHeader();
		if (members < 0) {
			return new RoutedPayload(null, null, message);
		}
		MessagePackRoutes routes = new MessagePackRoutes(in, format, message);
		for (int i = 0; i < members; i++) {
			routes.member(bytes);
		}
		in.end();
		return routes.result();
	}

	private void member(ByteBuffer bytes) {
		Object name = this.in.scalar(Integer.MAX_VALUE);
		if (this.format.routeProperty().equals(name)) {
			RouteMembers.once(this.format.routeProperty(), this.route);
			this.route = RouteMembers.route(this.format.routeProperty(),
					(this.in.scalar(RouteMembers.LONGEST) instanceof String text) ? text : null);
		}
		else if (this.format.idProperty().equals(name)) {
			boolean absent = this.in.isNil();
			this.id = RouteMembers.id(this.format, this.id, this.in.scalar(RouteMembers.LONGEST), absent);
		}
		else if (name != null && name.equals(this.format.payloadProperty())) {
			RouteMembers.once(name.toString(), this.payload);
			int start = this.in.position();
			this.in.skip();
			this.payload = Message.binary(bytes.slice(start, this.in.position() - start));
		}
		else {
			this.in.skip();
		}
	}

	private RoutedPayload result() {
		Message part = this.message;
		if (this.format.payloadProperty() != null) {
			part = (this.payload != null) ? this.payload : RouteMembers.NO_PAYLOAD;
		}
		return new RoutedPayload(this.route, this.id, part);
	}

}
