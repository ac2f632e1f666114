package io.aerosocket.spring.codec;

import java.math.BigInteger;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.ObjectWriter;

import io.aerosocket.codec.Envelope;
import io.aerosocket.codec.EnvelopeFormat;

/**
 * Writes an envelope's members.
 */
final class EnvelopeWriter {

	private EnvelopeWriter() {
	}

	/**
	 * Writes an envelope.
	 * @param generator where to
	 * @param format the names of its members
	 * @param envelope the envelope
	 * @param payload writes the object
	 */
	static void write(JsonGenerator generator, EnvelopeFormat format, Envelope envelope, ObjectWriter payload) {
		generator.writeStartObject();
		generator.writeStringProperty(format.routeProperty(), envelope.route());
		writeId(generator, format.idProperty(), envelope.id());
		String payloadProperty = format.payloadProperty();
		if (payloadProperty != null && envelope.payload() != null) {
			generator.writeName(payloadProperty);
			payload.writeValue(generator, envelope.payload());
		}
		generator.writeEndObject();
	}

	private static void writeId(JsonGenerator generator, String property, @Nullable Object id) {
		if (id instanceof BigInteger number) {
			generator.writeNumberProperty(property, number);
		}
		else if (id instanceof Number number) {
			generator.writeNumberProperty(property, number.longValue());
		}
		else if (id != null) {
			generator.writeStringProperty(property, id.toString());
		}
	}

}
