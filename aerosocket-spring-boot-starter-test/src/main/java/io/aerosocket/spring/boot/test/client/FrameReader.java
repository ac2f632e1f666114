package io.aerosocket.spring.boot.test.client;

import java.util.Arrays;

/**
 * Reads frames out of what a server sends, however it is cut, and says which rules they
 * break (RFC 6455 section 5). Goes on after a broken rule where that is possible.
 */
final class FrameReader {

	private static final int SHORT_LENGTH = 126;

	private static final int LONG_LENGTH = 127;

	private static final int MAX_CONTROL_PAYLOAD = 125;

	private static final int FIRST_BYTES = 1024;

	private final Sink sink;

	private byte[] bytes = new byte[FIRST_BYTES];

	private int length;

	private int agreedRsv;

	FrameReader(Sink sink) {
		this.sink = sink;
	}

	/**
	 * An extension was agreed on that uses RSV1.
	 */
	void agreeOnRsv1() {
		this.agreedRsv = ReceivedFrame.RSV1;
	}

	/**
	 * Takes what arrived.
	 * @param more the bytes
	 */
	void read(byte[] more) {
		if (this.length + more.length > this.bytes.length) {
			this.bytes = Arrays.copyOf(this.bytes, Math.max(2 * this.bytes.length, this.length + more.length));
		}
		System.arraycopy(more, 0, this.bytes, this.length, more.length);
		this.length += more.length;
		int from = 0;
		int next = frame(from);
		while (next > from) {
			from = next;
			next = frame(from);
		}
		this.length -= from;
		System.arraycopy(this.bytes, from, this.bytes, 0, this.length);
	}

	/**
	 * Returns how many bytes of a frame have arrived that is not complete.
	 * @return the number
	 */
	int incomplete() {
		return this.length;
	}

	// Returns the index behind the frame, or the same while it is incomplete.
	private int frame(int from) {
		byte[] all = this.bytes;
		int left = this.length - from;
		if (left < 2) {
			return from;
		}
		int length = all[from + 1] & 0x7F;
		int header = 2 + lengthBytes(length) + (((all[from + 1] & 0x80) != 0) ? Integer.BYTES : 0);
		if (left < header) {
			return from;
		}
		long payload = (length < SHORT_LENGTH) ? length : number(all, from + 2, lengthBytes(length));
		if (payload < 0 || payload > Integer.MAX_VALUE - header) {
			this.sink.violation("a frame says that it has " + Long.toUnsignedString(payload) + " bytes");
			return from;
		}
		if (left < header + payload) {
			return from;
		}
		int end = from + header + (int) payload;
		ReceivedFrame frame = new ReceivedFrame((all[from] & 0x80) != 0, (all[from] >> 4) & 0x7, all[from] & 0xF,
				Arrays.copyOfRange(all, from + header, end));
		check(frame, (all[from + 1] & 0x80) != 0, length);
		this.sink.frame(frame);
		return end;
	}

	private void check(ReceivedFrame frame, boolean masked, int length) {
		if (masked) {
			this.sink.violation("a server's frames are not masked (RFC 6455 5.1)");
		}
		int payload = frame.payload().length;
		if ((length == SHORT_LENGTH && payload < SHORT_LENGTH) || (length == LONG_LENGTH && payload <= 0xFFFF)) {
			this.sink.violation("a length is written in its shortest form (RFC 6455 5.2)");
		}
		boolean data = frame.opcode() == ReceivedFrame.TEXT || frame.opcode() == ReceivedFrame.BINARY;
		if ((frame.rsv() & ~(data ? this.agreedRsv : 0)) != 0) {
			this.sink.violation("a reserved bit is set, and no extension was agreed on (RFC 6455 5.2)");
		}
		boolean known = frame.opcode() <= ReceivedFrame.BINARY
				|| (frame.opcode() >= ReceivedFrame.CLOSE && frame.opcode() <= ReceivedFrame.PONG);
		if (!known) {
			this.sink.violation("opcode 0x" + Integer.toHexString(frame.opcode()) + " is reserved (RFC 6455 5.2)");
		}
		if (frame.isControl() && (!frame.fin() || payload > MAX_CONTROL_PAYLOAD)) {
			this.sink.violation("a control frame is in one piece of at most 125 bytes (RFC 6455 5.5)");
		}
	}

	private static int lengthBytes(int length) {
		return switch (length) {
			case SHORT_LENGTH -> Short.BYTES;
			case LONG_LENGTH -> Long.BYTES;
			default -> 0;
		};
	}

	private static long number(byte[] all, int from, int bytes) {
		long number = 0;
		for (int i = 0; i < bytes; i++) {
			number = (number << 8) | (all[from + i] & 0xFF);
		}
		return number;
	}

	/**
	 * Takes frames.
	 */
	interface Sink {

		/**
		 * A frame is complete.
		 * @param frame the frame
		 */
		void frame(ReceivedFrame frame);

		/**
		 * The server broke a rule. Told before the frame.
		 * @param rule the rule
		 */
		void violation(String rule);

	}

}
