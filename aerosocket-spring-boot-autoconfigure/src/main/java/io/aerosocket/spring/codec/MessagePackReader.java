package io.aerosocket.spring.codec;

import java.math.BigInteger;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

import io.aerosocket.codec.DecodingException;

/**
 * Reads MessagePack from a buffer. Whatever the bytes claim, it takes no more memory than
 * there are bytes, and no more stack than the depth it is given.
 *
 * @see <a href="https://github.com/msgpack/msgpack/blob/master/spec.md">the
 * specification</a>
 */
final class MessagePackReader {

	private static final int NIL = 0xc0;

	private static final int FIRST_NEGATIVE = 0xe0;

	private static final int TIMESTAMP = -1;

	private final ByteBuffer in;

	private final int maxDepth;

	/**
	 * Creates a reader.
	 * @param in a big-endian buffer, read from its position to its limit
	 * @param maxDepth how deeply arrays and maps may be nested
	 */
	MessagePackReader(ByteBuffer in, int maxDepth) {
		this.in = in;
		this.maxDepth = maxDepth;
	}

	static DecodingException malformed() {
		return new DecodingException("payload: not the expected MessagePack", null);
	}

	/**
	 * Returns where the next value starts.
	 * @return the buffer's position
	 */
	int position() {
		return this.in.position();
	}

	/**
	 * Checks that nothing is left.
	 */
	void end() {
		if (this.in.hasRemaining()) {
			throw malformed();
		}
	}

	/**
	 * Copies the next value.
	 * @param out where to
	 */
	void copyTo(JsonGenerator out) {
		try {
			value(out, 0);
		}
		catch (BufferUnderflowException ex) {
			throw malformed();
		}
	}

	/**
	 * Passes over the next value.
	 */
	void skip() {
		try {
			skip(0);
		}
		catch (BufferUnderflowException ex) {
			throw malformed();
		}
	}

	/**
	 * Reads the next value if it is a map's header.
	 * @return how many members follow, or -1 for another value, which is not read
	 */
	int mapHeader() {
		if (!this.in.hasRemaining()) {
			throw malformed();
		}
		int tag = Byte.toUnsignedInt(this.in.get(this.in.position()));
		if (!isMap(tag)) {
			return -1;
		}
		try {
			this.in.get();
			return members(tag);
		}
		catch (BufferUnderflowException ex) {
			throw malformed();
		}
	}

	/**
	 * Reads the next value as a text, a whole number or nothing.
	 * @param longest bytes of a text at most
	 * @return a {@code String}, a {@code Long}, a {@code BigInteger}, or {@code null} for
	 * anything else
	 */
	@Nullable Object scalar(int longest) {
		int start = this.in.position();
		skip();
		int end = this.in.position();
		int tag = Byte.toUnsignedInt(this.in.get(start));
		if (isString(tag)) {
			this.in.position(start + 1);
			int length = stringLength(tag);
			String text = (length <= longest) ? string(length) : null;
			this.in.position(end);
			return text;
		}
		if (!isInteger(tag)) {
			return null;
		}
		this.in.position(start + 1);
		Object number = (tag == 0xcf) ? unsigned(this.in.getLong()) : (Object) integer(tag);
		this.in.position(end);
		return number;
	}

	/**
	 * Returns whether the next value is nil.
	 * @return whether it is
	 */
	boolean isNil() {
		return this.in.hasRemaining() && Byte.toUnsignedInt(this.in.get(this.in.position())) == NIL;
	}

	private void value(JsonGenerator out, int depth) {
		int tag = Byte.toUnsignedInt(this.in.get());
		if (isMap(tag)) {
			map(out, members(tag), nested(depth));
		}
		else if (isArray(tag)) {
			array(out, elements(tag), nested(depth));
		}
		else if (isString(tag)) {
			out.writeString(string(stringLength(tag)));
		}
		else if (isInteger(tag)) {
			number(out, tag);
		}
		else {
			other(out, tag);
		}
	}

	private void other(JsonGenerator out, int tag) {
		switch (tag) {
			case NIL -> out.writeNull();
			case 0xc2 -> out.writeBoolean(false);
			case 0xc3 -> out.writeBoolean(true);
			case 0xc4, 0xc5, 0xc6 -> out.writeBinary(bytes(length(tag - 0xc4)));
			case 0xca -> out.writeNumber(this.in.getFloat());
			case 0xcb -> out.writeNumber(this.in.getDouble());
			case 0xc7, 0xc8, 0xc9 -> out.writeString(timestamp(length(tag - 0xc7)).toString());
			case 0xd6, 0xd7 -> out.writeString(timestamp(1 << (tag - 0xd4)).toString());
			default -> throw malformed();
		}
	}

	private void map(JsonGenerator out, int members, int depth) {
		out.writeStartObject();
		for (int i = 0; i < members; i++) {
			int tag = Byte.toUnsignedInt(this.in.get());
			if (isString(tag)) {
				out.writeName(string(stringLength(tag)));
			}
			else if (isInteger(tag)) {
				Object key = (tag == 0xcf) ? unsigned(this.in.getLong()) : (Object) integer(tag);
				out.writeName(key.toString());
			}
			else {
				throw malformed();
			}
			value(out, depth);
		}
		out.writeEndObject();
	}

	private void array(JsonGenerator out, int elements, int depth) {
		out.writeStartArray();
		for (int i = 0; i < elements; i++) {
			value(out, depth);
		}
		out.writeEndArray();
	}

	private void number(JsonGenerator out, int tag) {
		if (tag == 0xcf) {
			Number number = unsigned(this.in.getLong());
			if (number instanceof BigInteger large) {
				out.writeNumber(large);
				return;
			}
			out.writeNumber(number.longValue());
			return;
		}
		long value = integer(tag);
		if (value == (int) value) {
			out.writeNumber((int) value);
		}
		else {
			out.writeNumber(value);
		}
	}

	private void skip(int depth) {
		int tag = Byte.toUnsignedInt(this.in.get());
		if (isMap(tag)) {
			int values = 2 * members(tag);
			skipAll(values, nested(depth));
		}
		else if (isArray(tag)) {
			skipAll(elements(tag), nested(depth));
		}
		else if (isString(tag)) {
			advance(stringLength(tag));
		}
		else if (isInteger(tag)) {
			integer(tag);
		}
		else {
			skipOther(tag);
		}
	}

	private void skipAll(int values, int depth) {
		for (int i = 0; i < values; i++) {
			skip(depth);
		}
	}

	private void skipOther(int tag) {
		switch (tag) {
			case NIL, 0xc2, 0xc3 -> {
			}
			case 0xc4, 0xc5, 0xc6 -> advance(length(tag - 0xc4));
			case 0xc7, 0xc8, 0xc9 -> {
				int length = length(tag - 0xc7);
				advance(1);
				advance(length);
			}
			case 0xca -> advance(Float.BYTES);
			case 0xcb -> advance(Double.BYTES);
			case 0xd4, 0xd5, 0xd6, 0xd7, 0xd8 -> advance(1 + (1 << (tag - 0xd4)));
			default -> throw malformed();
		}
	}

	private int nested(int depth) {
		if (depth >= this.maxDepth) {
			throw new DecodingException("payload: nested more than " + this.maxDepth + " levels deep", null);
		}
		return depth + 1;
	}

	private static boolean isMap(int tag) {
		return (tag >= 0x80 && tag <= 0x8f) || tag == 0xde || tag == 0xdf;
	}

	private static boolean isArray(int tag) {
		return (tag >= 0x90 && tag <= 0x9f) || tag == 0xdc || tag == 0xdd;
	}

	private static boolean isString(int tag) {
		return (tag >= 0xa0 && tag <= 0xbf) || (tag >= 0xd9 && tag <= 0xdb);
	}

	private static boolean isInteger(int tag) {
		return tag <= 0x7f || tag >= FIRST_NEGATIVE || (tag >= 0xcc && tag <= 0xd3);
	}

	// Of an unsigned 64-bit number only the bytes are right.
	private long integer(int tag) {
		return switch (tag) {
			case 0xcc -> Byte.toUnsignedInt(this.in.get());
			case 0xcd -> Short.toUnsignedInt(this.in.getShort());
			case 0xce -> Integer.toUnsignedLong(this.in.getInt());
			case 0xcf, 0xd3 -> this.in.getLong();
			case 0xd0 -> this.in.get();
			case 0xd1 -> this.in.getShort();
			case 0xd2 -> this.in.getInt();
			default -> (byte) tag;
		};
	}

	private static Number unsigned(long value) {
		if (value >= 0) {
			return value;
		}
		return BigInteger.valueOf(value).add(BigInteger.ONE.shiftLeft(Long.SIZE));
	}

	private int stringLength(int tag) {
		return (tag <= 0xbf) ? tag & 0x1f : length(tag - 0xd9);
	}

	// The length of the length: 1, 2 or 4 bytes.
	private int length(int width) {
		int length = switch (width) {
			case 0 -> Byte.toUnsignedInt(this.in.get());
			case 1 -> Short.toUnsignedInt(this.in.getShort());
			default -> this.in.getInt();
		};
		if (length < 0 || length > this.in.remaining()) {
			throw malformed();
		}
		return length;
	}

	private int members(int tag) {
		int members = (tag <= 0x8f) ? tag & 0xf : count(tag - 0xde);
		if (members > this.in.remaining() / 2) {
			throw malformed();
		}
		return members;
	}

	private int elements(int tag) {
		int elements = (tag <= 0x9f) ? tag & 0xf : count(tag - 0xdc);
		if (elements > this.in.remaining()) {
			throw malformed();
		}
		return elements;
	}

	// The length of the count: 2 or 4 bytes.
	private int count(int width) {
		int count = (width == 0) ? Short.toUnsignedInt(this.in.getShort()) : this.in.getInt();
		if (count < 0) {
			throw malformed();
		}
		return count;
	}

	private String string(int length) {
		return new String(bytes(length), StandardCharsets.UTF_8);
	}

	private byte[] bytes(int length) {
		if (length > this.in.remaining()) {
			throw malformed();
		}
		byte[] bytes = new byte[length];
		this.in.get(bytes);
		return bytes;
	}

	private void advance(int bytes) {
		if (bytes > this.in.remaining()) {
			throw malformed();
		}
		this.in.position(this.in.position() + bytes);
	}

	private Instant timestamp(int length) {
		if (this.in.get() != TIMESTAMP) {
			throw new DecodingException("payload: has an extension that is not a timestamp", null);
		}
		try {
			return switch (length) {
				case 4 -> Instant.ofEpochSecond(Integer.toUnsignedLong(this.in.getInt()));
				case 8 -> packed(this.in.getLong());
				case 12 -> {
					long nanos = Integer.toUnsignedLong(this.in.getInt());
					yield Instant.ofEpochSecond(this.in.getLong(), nanos);
				}
				default -> throw malformed();
			};
		}
		catch (DateTimeException | ArithmeticException ex) {
			throw malformed();
		}
	}

	// 30 bits of nanoseconds before 34 bits of seconds.
	private static Instant packed(long value) {
		return Instant.ofEpochSecond(value & ((1L << 34) - 1), value >>> 34);
	}

}
