package io.aerosocket;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Messages that an application makes. They live on the heap and last.
 */
final class HeapMessage {

	private static final int MAX_CONTROL_PAYLOAD = 125;

	private HeapMessage() {
	}

	static ByteBuffer checkControl(ByteBuffer payload) {
		if (payload.remaining() > MAX_CONTROL_PAYLOAD) {
			throw new IllegalArgumentException("control payload: " + payload.remaining() + " bytes (expected: at most "
					+ MAX_CONTROL_PAYLOAD + ")");
		}
		return payload.slice().asReadOnlyBuffer();
	}

	/**
	 * A text.
	 */
	static final class OfText implements Message.Text {

		private final String text;

		OfText(String text) {
			this.text = text;
		}

		@Override
		public String text() {
			return this.text;
		}

		@Override
		public int size() {
			return payload().remaining();
		}

		@Override
		public ByteBuffer payload() {
			return ByteBuffer.wrap(this.text.getBytes(StandardCharsets.UTF_8)).asReadOnlyBuffer();
		}

		@Override
		public Text copy() {
			return this;
		}

		@Override
		public String toString() {
			return "Text[" + this.text.length() + " characters]";
		}

	}

	/**
	 * A text that is encoded already.
	 *
	 * @param utf8 its bytes
	 */
	record OfUtf8(ByteBuffer utf8) implements Message.Text {

		@Override
		public String text() {
			return StandardCharsets.UTF_8.decode(payload()).toString();
		}

		@Override
		public int size() {
			return this.utf8.remaining();
		}

		@Override
		public ByteBuffer payload() {
			return this.utf8.duplicate();
		}

		@Override
		public Text copy() {
			return this;
		}

		@Override
		public String toString() {
			return "Text[" + size() + " bytes]";
		}

	}

	/**
	 * Binary data.
	 *
	 * @param data the bytes
	 */
	record OfBinary(ByteBuffer data) implements Message.Binary {

		@Override
		public int size() {
			return this.data.remaining();
		}

		@Override
		public ByteBuffer payload() {
			return this.data.duplicate();
		}

		@Override
		public Binary copy() {
			return this;
		}

	}

	/**
	 * A Ping.
	 *
	 * @param data the bytes
	 */
	record OfPing(ByteBuffer data) implements Message.Ping {

		@Override
		public int size() {
			return this.data.remaining();
		}

		@Override
		public ByteBuffer payload() {
			return this.data.duplicate();
		}

		@Override
		public Ping copy() {
			return this;
		}

	}

	/**
	 * A Pong.
	 *
	 * @param data the bytes
	 */
	record OfPong(ByteBuffer data) implements Message.Pong {

		@Override
		public int size() {
			return this.data.remaining();
		}

		@Override
		public ByteBuffer payload() {
			return this.data.duplicate();
		}

		@Override
		public Pong copy() {
			return this;
		}

	}

	/**
	 * A Close.
	 *
	 * @param reason the code and text
	 */
	record OfClose(CloseReason reason) implements Message.Close {

		@Override
		public int size() {
			return payload().remaining();
		}

		@Override
		public ByteBuffer payload() {
			byte[] text = this.reason.text().getBytes(StandardCharsets.UTF_8);
			return ByteBuffer.allocate(Short.BYTES + text.length)
				.putShort((short) this.reason.code().value())
				.put(text)
				.flip()
				.asReadOnlyBuffer();
		}

		@Override
		public Close copy() {
			return this;
		}

	}

}
