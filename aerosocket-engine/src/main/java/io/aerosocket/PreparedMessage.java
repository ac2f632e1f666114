package io.aerosocket;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A message that was encoded beforehand, to be sent to many connections. Immutable, safe
 * for any thread, and needs no release.
 */
public final class PreparedMessage {

	private final boolean text;

	private final byte[] payload;

	private PreparedMessage(boolean text, byte[] payload) {
		this.text = text;
		this.payload = payload;
	}

	/**
	 * Prepares a text message.
	 * @param text the text
	 * @return the message
	 */
	public static PreparedMessage text(CharSequence text) {
		return new PreparedMessage(true, text.toString().getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Prepares a binary message.
	 * @param data the bytes, which are copied
	 * @return the message
	 */
	public static PreparedMessage binary(byte[] data) {
		return new PreparedMessage(false, data.clone());
	}

	/**
	 * Prepares a text or binary message, for example one that was just received.
	 * @param message the message, whose payload is copied
	 * @return the message
	 * @throws IllegalArgumentException if it is a control message
	 */
	public static PreparedMessage of(Message message) {
		if (message instanceof Message.Text || message instanceof Message.Binary) {
			byte[] payload = new byte[message.size()];
			message.payload().get(payload);
			return new PreparedMessage(message instanceof Message.Text, payload);
		}
		throw new IllegalArgumentException(
				"message: " + message.getClass().getSimpleName() + " (expected: Text or Binary)");
	}

	/**
	 * Returns whether this is a text message.
	 * @return {@code false} for a binary one
	 */
	public boolean isText() {
		return this.text;
	}

	/**
	 * Returns the payload's size.
	 * @return bytes
	 */
	public int size() {
		return this.payload.length;
	}

	/**
	 * Returns the payload.
	 * @return a new read-only view
	 */
	public ByteBuffer payload() {
		return ByteBuffer.wrap(this.payload).asReadOnlyBuffer();
	}

}
