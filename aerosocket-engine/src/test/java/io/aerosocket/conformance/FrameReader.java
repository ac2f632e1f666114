package io.aerosocket.conformance;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

import javax.net.ssl.SSLException;

import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Reads what an endpoint sends, and asserts of every frame what RFC 6455 section 5 asks
 * of its sender: masked or not according to its role, no reserved bit that was not agreed
 * on, a known opcode, the shortest length, control frames of at most 125 bytes in one
 * piece, and fragments in order.
 */
final class FrameReader {

	static final int CLOSE = 0x8;

	static final int PONG = 0xA;

	private static final int RSV1 = 0x40;

	private static final byte[] END_OF_DEFLATED = HexFormat.of().parseHex("0000ffff");

	private final DataInputStream in;

	private final boolean masked;

	private @Nullable Inflater inflater;

	private final ByteArrayOutputStream fragments = new ByteArrayOutputStream();

	private int message;

	private boolean deflated;

	/**
	 * Creates a reader.
	 * @param in the bytes
	 * @param masked whether the sender is a client
	 */
	FrameReader(InputStream in, boolean masked) {
		this.in = new DataInputStream(in);
		this.masked = masked;
	}

	/**
	 * From now on RSV1 means that a message is compressed (RFC 7692).
	 */
	void inflates() {
		this.inflater = new Inflater(true);
	}

	/**
	 * Reads the next message or control frame.
	 * @return the message, or {@code null} at the end
	 */
	@Nullable Message next() {
		try {
			while (true) {
				int first = this.in.read();
				if (first < 0) {
					return null;
				}
				byte[] payload = readPayload(first);
				Message message = accept(first, payload);
				if (message != null) {
					return message;
				}
			}
		}
		catch (SocketTimeoutException ex) {
			throw new AssertionError("Nothing came in time", ex);
		}
		catch (EOFException ex) {
			throw new AssertionError("The end came inside a frame", ex);
		}
		catch (SocketException | SSLException ex) {
			// A reset is an end too.
			return null;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private byte[] readPayload(int first) throws IOException {
		int second = this.in.readUnsignedByte();
		assertThat((second & 0x80) != 0).as("mask bit").isEqualTo(this.masked);
		long length = second & 0x7F;
		if (length == 126) {
			length = this.in.readUnsignedShort();
			assertThat(length).as("length in 2 bytes").isGreaterThan(125);
		}
		else if (length == 127) {
			length = this.in.readLong();
			assertThat(length).as("length in 8 bytes").isGreaterThan(0xFFFF);
		}
		if ((first & 0x0F) >= CLOSE) {
			assertThat(first & 0xF0).as("flags of a control frame").isEqualTo(0x80);
			assertThat(length).as("length of a control frame").isLessThanOrEqualTo(125);
		}
		byte[] key = this.in.readNBytes(this.masked ? 4 : 0);
		byte[] payload = new byte[Math.toIntExact(length)];
		this.in.readFully(payload);
		for (int i = 0; this.masked && i < payload.length; i++) {
			payload[i] ^= key[i & 3];
		}
		return payload;
	}

	private @Nullable Message accept(int first, byte[] payload) {
		int opcode = first & 0x0F;
		if (opcode >= CLOSE) {
			assertThat(opcode).as("opcode").isBetween(CLOSE, PONG);
			return new Message(opcode, payload);
		}
		assertThat(opcode).as("opcode").isLessThanOrEqualTo(2);
		assertThat(opcode == 0).as("continuation").isEqualTo(this.message != 0);
		assertThat(first & 0x70).as("reserved bits").isIn(0, (this.inflater != null && opcode != 0) ? RSV1 : 0);
		if (opcode != 0) {
			this.message = opcode;
			this.deflated = (first & RSV1) != 0;
		}
		this.fragments.writeBytes(payload);
		if ((first & 0x80) == 0) {
			return null;
		}
		byte[] whole = this.fragments.toByteArray();
		Message message = new Message(this.message, this.deflated ? inflate(whole) : whole);
		this.fragments.reset();
		this.message = 0;
		return message;
	}

	private byte[] inflate(byte[] deflated) {
		byte[] whole = Arrays.copyOf(deflated, deflated.length + END_OF_DEFLATED.length);
		System.arraycopy(END_OF_DEFLATED, 0, whole, deflated.length, END_OF_DEFLATED.length);
		this.inflater.setInput(whole);
		ByteArrayOutputStream inflated = new ByteArrayOutputStream();
		byte[] buffer = new byte[1 << 16];
		try {
			for (int n = this.inflater.inflate(buffer); n > 0; n = this.inflater.inflate(buffer)) {
				inflated.write(buffer, 0, n);
			}
		}
		catch (DataFormatException ex) {
			throw new AssertionError("What came is no DEFLATE", ex);
		}
		return inflated.toByteArray();
	}

	/**
	 * A message or a control frame.
	 *
	 * @param opcode its opcode
	 * @param payload its payload
	 */
	record Message(int opcode, byte[] payload) {

		private static final int SHORT = 300;

		int closeCode() {
			assertThat(this.payload).as("Close").hasSizeGreaterThan((this.payload.length == 1) ? 1 : -1);
			return (this.payload.length == 0) ? 1005 : (this.payload[0] & 0xFF) << 8 | (this.payload[1] & 0xFF);
		}

		@Override
		public String toString() {
			String content = (this.payload.length <= SHORT) ? HexFormat.of().formatHex(this.payload)
					: "#" + Arrays.hashCode(this.payload);
			return this.opcode + " (" + this.payload.length + ") " + content;
		}

	}

}
