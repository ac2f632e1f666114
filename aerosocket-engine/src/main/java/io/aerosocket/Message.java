package io.aerosocket;

import java.nio.ByteBuffer;

/**
 * What travels over a connection: a whole text or binary message, or a control frame (RFC
 * 6455 sections 5.5 and 5.6).
 * <p>
 * A message that a handler receives is a view of the network's buffer. It is readable
 * until the handler's call completes, and throws {@link IllegalStateException} after
 * that; {@link #copy()} makes one that lasts. Messages made by the methods here last.
 */
public sealed interface Message {

	/**
	 * Returns the payload's size.
	 * @return bytes
	 */
	int size();

	/**
	 * Returns the payload, without a copy.
	 * @return a new read-only view, as short-lived as this message: later it shows
	 * whatever the network wrote into the same memory
	 */
	ByteBuffer payload();

	/**
	 * Returns a message with the same content that lasts.
	 * @return a copy, or this message if it lasts already
	 */
	Message copy();

	/**
	 * Returns the payload in an array of its own.
	 * @return a new array
	 */
	default byte[] toByteArray() {
		byte[] bytes = new byte[size()];
		payload().get(bytes);
		return bytes;
	}

	/**
	 * Makes a text message.
	 * @param text the text
	 * @return the message
	 */
	static Text text(CharSequence text) {
		return new HeapMessage.OfText(text.toString());
	}

	/**
	 * Makes a text message of text that is encoded already.
	 * @param text valid UTF-8 between position and limit, which is not checked and not
	 * copied: it must not change as long as the message is used
	 * @return the message
	 */
	static Text utf8(ByteBuffer text) {
		return new HeapMessage.OfUtf8(text.slice().asReadOnlyBuffer());
	}

	/**
	 * Makes a binary message.
	 * @param data the bytes between position and limit, not copied: they must not change
	 * as long as the message is used
	 * @return the message
	 */
	static Binary binary(ByteBuffer data) {
		return new HeapMessage.OfBinary(data.slice().asReadOnlyBuffer());
	}

	/**
	 * Makes a binary message.
	 * @param data the bytes, not copied: they must not change as long as the message is
	 * used
	 * @return the message
	 */
	static Binary binary(byte[] data) {
		return binary(ByteBuffer.wrap(data));
	}

	/**
	 * Makes a Ping.
	 * @param payload at most 125 bytes, not copied
	 * @return the message
	 * @throws IllegalArgumentException if the payload is too long
	 */
	static Ping ping(ByteBuffer payload) {
		return new HeapMessage.OfPing(HeapMessage.checkControl(payload));
	}

	/**
	 * Makes a Pong.
	 * @param payload at most 125 bytes, not copied
	 * @return the message
	 * @throws IllegalArgumentException if the payload is too long
	 */
	static Pong pong(ByteBuffer payload) {
		return new HeapMessage.OfPong(HeapMessage.checkControl(payload));
	}

	/**
	 * Makes a Close.
	 * @param code a code that may be sent
	 * @param reason the reason's text, cut to 123 bytes of UTF-8 when it is sent
	 * @return the message
	 */
	static Close close(CloseCode code, String reason) {
		return new HeapMessage.OfClose(new CloseReason(code, reason, false));
	}

	/**
	 * A text message; its payload is UTF-8.
	 */
	non-sealed interface Text extends Message {

		/**
		 * Returns the text.
		 * @return the payload, decoded
		 */
		String text();

		@Override
		Text copy();

	}

	/**
	 * A binary message.
	 */
	non-sealed interface Binary extends Message {

		@Override
		Binary copy();

	}

	/**
	 * A Ping.
	 */
	non-sealed interface Ping extends Message {

		@Override
		Ping copy();

	}

	/**
	 * A Pong.
	 */
	non-sealed interface Pong extends Message {

		@Override
		Pong copy();

	}

	/**
	 * A Close.
	 */
	non-sealed interface Close extends Message {

		/**
		 * Returns the code and text.
		 * @return the reason
		 */
		CloseReason reason();

		@Override
		Close copy();

	}

}
