package io.aerosocket.spring.codec;

import tools.jackson.core.JsonParser;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.DeserializationProblemHandler;

import io.aerosocket.codec.EnvelopeFormat;

/**
 * Takes the members that say what a message is for known, where a mapper fails on unknown
 * ones and the type of the payload has none of that name.
 */
final class RouteMembersIgnored extends DeserializationProblemHandler {

	private final EnvelopeFormat format;

	RouteMembersIgnored(EnvelopeFormat format) {
		this.format = format;
	}

	@Override
	public boolean handleUnknownProperty(DeserializationContext context, JsonParser parser,
			ValueDeserializer<?> deserializer, Object beanOrClass, String name) {
		boolean ofRoute = name.equals(this.format.routeProperty()) || name.equals(this.format.idProperty());
		if (!ofRoute || !isOfMessage(parser)) {
			return false;
		}
		parser.skipChildren();
		return true;
	}

	// Not of an object in it. The parser is at the value, which has a context of its own
	// if it is an object or an array.
	private static boolean isOfMessage(JsonParser parser) {
		TokenStreamContext object = parser.streamReadContext();
		if (parser.currentToken().isStructStart()) {
			object = object.getParent();
		}
		return object != null && object.getParent() != null && object.getParent().inRoot();
	}

}
