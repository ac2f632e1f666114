package io.aerosocket.spring.codec;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.POJONode;

import io.aerosocket.codec.Envelope;
import io.aerosocket.codec.EnvelopeFormat;
import io.aerosocket.codec.MessageOutput;

/**
 * Writes MessagePack, each value in the shortest form there is for it.
 */
final class MessagePackWriter {

	private static final int MAX_BYTE = 0xff;

	private static final int MAX_SHORT = 0xffff;

	private final MessageOutput out;

	MessagePackWriter(MessageOutput out) {
		this.out = out;
	}

	/**
	 * Writes an envelope.
	 * @param format the names of its members
	 * @param envelope the envelope
	 * @param payload the object, or {@code null} for none
	 */
	void write(EnvelopeFormat format, Envelope envelope, @Nullable JsonNode payload) {
		String payloadProperty = (payload != null) ? format.payloadProperty() : null;
		int members = 1;
		members += (envelope.id() != null) ? 1 : 0;
		members += (payloadProperty != null) ? 1 : 0;
		container(members, 0x80, 0xde);
		string(format.routeProperty());
		string(envelope.route());
		if (envelope.id() != null) {
			string(format.idProperty());
			id(envelope.id());
		}
		if (payloadProperty != null && payload != null) {
			string(payloadProperty);
			write(payload);
		}
	}

	/**
	 * Writes a value.
	 * @param node the value
	 */
	void write(JsonNode node) {
		switch (node.getNodeType()) {
			case OBJECT -> object(node);
			case ARRAY -> array(node);
			case STRING -> string(node.stringValue());
			case NUMBER -> number(node);
			case BOOLEAN -> this.out.write(node.booleanValue() ? 0xc3 : 0xc2);
			case BINARY -> binary(node.binaryValue());
			case NULL, MISSING -> this.out.write(0xc0);
			case POJO -> embedded(node);
		}
	}

	// Jackson keeps bytes so that it does not have to make a text of them.
	private void embedded(JsonNode node) {
		if (node instanceof POJONode pojo && pojo.getPojo() instanceof byte[] bytes) {
			binary(bytes);
		}
		else {
			throw new IllegalArgumentException("value: " + node + " (expected: an object of JSON)");
		}
	}

	private void object(JsonNode node) {
		container(node.size(), 0x80, 0xde);
		for (Map.Entry<String, JsonNode> member : node.properties()) {
			string(member.getKey());
			write(member.getValue());
		}
	}

	private void array(JsonNode node) {
		container(node.size(), 0x90, 0xdc);
		for (JsonNode element : node) {
			write(element);
		}
	}

	private void container(int size, int fixed, int tag) {
		if (size <= 0xf) {
			this.out.write(fixed | size);
		}
		else {
			length(size, tag);
		}
	}

	private void id(Object id) {
		if (id instanceof BigInteger number) {
			big(number);
		}
		else if (id instanceof Number number) {
			integer(number.longValue());
		}
		else {
			string(id.toString());
		}
	}

	private void string(String text) {
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		if (bytes.length <= 0x1f) {
			this.out.write(0xa0 | bytes.length);
		}
		else if (bytes.length <= MAX_BYTE) {
			this.out.write(0xd9);
			this.out.write(bytes.length);
		}
		else {
			length(bytes.length, 0xda);
		}
		this.out.write(bytes);
	}

	private void binary(byte[] bytes) {
		if (bytes.length <= MAX_BYTE) {
			this.out.write(0xc4);
			this.out.write(bytes.length);
		}
		else {
			length(bytes.length, 0xc5);
		}
		this.out.write(bytes);
	}

	private void length(int length, int tag) {
		if (length <= MAX_SHORT) {
			this.out.write(tag);
			this.out.reserve(Short.BYTES).putShort((short) length);
		}
		else {
			this.out.write(tag + 1);
			this.out.reserve(Integer.BYTES).putInt(length);
		}
	}

	private void number(JsonNode node) {
		switch (node.numberType()) {
			case INT, LONG -> integer(node.longValue());
			case BIG_INTEGER -> big(node.bigIntegerValue());
			case FLOAT -> {
				this.out.write(0xca);
				this.out.reserve(Float.BYTES).putFloat(node.floatValue());
			}
			case DOUBLE, BIG_DECIMAL -> {
				this.out.write(0xcb);
				this.out.reserve(Double.BYTES).putDouble(node.doubleValue());
			}
		}
	}

	private void big(BigInteger value) {
		if (value.bitLength() < Long.SIZE) {
			integer(value.longValue());
		}
		else if (value.signum() > 0 && value.bitLength() == Long.SIZE) {
			this.out.write(0xcf);
			this.out.reserve(Long.BYTES).putLong(value.longValue());
		}
		else {
			throw new IllegalArgumentException("number: " + value.bitLength() + " bits (expected: at most 64)");
		}
	}

	private void integer(long value) {
		if (value >= -32 && value <= Byte.MAX_VALUE) {
			this.out.write((int) value);
		}
		else if (value >= 0) {
			positive(value);
		}
		else {
			negative(value);
		}
	}

	private void positive(long value) {
		if (value <= MAX_BYTE) {
			this.out.write(0xcc);
			this.out.write((int) value);
		}
		else if (value <= MAX_SHORT) {
			this.out.write(0xcd);
			this.out.reserve(Short.BYTES).putShort((short) value);
		}
		else if (value <= 0xffff_ffffL) {
			this.out.write(0xce);
			this.out.reserve(Integer.BYTES).putInt((int) value);
		}
		else {
			this.out.write(0xcf);
			this.out.reserve(Long.BYTES).putLong(value);
		}
	}

	private void negative(long value) {
		if (value >= Byte.MIN_VALUE) {
			this.out.write(0xd0);
			this.out.write((int) value);
		}
		else if (value >= Short.MIN_VALUE) {
			this.out.write(0xd1);
			this.out.reserve(Short.BYTES).putShort((short) value);
		}
		else if (value >= Integer.MIN_VALUE) {
			this.out.write(0xd2);
			this.out.reserve(Integer.BYTES).putInt((int) value);
		}
		else {
			this.out.write(0xd3);
			this.out.reserve(Long.BYTES).putLong(value);
		}
	}

}
