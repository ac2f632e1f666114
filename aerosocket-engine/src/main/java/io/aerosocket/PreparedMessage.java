package io.aerosocket;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * A message that was encoded beforehand, to be sent to many connections. Immutable, safe
 * for any thread, and needs no release. Where connections compress without a context it
 * is compressed once, however often and however it is sent.
 */
public final class PreparedMessage {

	private final boolean text;

	private final byte[] payload;

	private final @Nullable Object conflationKey;

	/** The same message without its key, which keeps its forms. */
	private final @Nullable PreparedMessage original;

	private volatile @Nullable Map<Object, Object> forms;

	private PreparedMessage(boolean text, byte[] payload) {
		this(text, payload, null, null);
	}

	private PreparedMessage(boolean text, byte[] payload, @Nullable Object conflationKey,
			@Nullable PreparedMessage original) {
		this.text = text;
		this.payload = payload;
		this.conflationKey = conflationKey;
		this.original = original;
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
	 * Says what this message is the latest value of, for example a symbol of a price.
	 * Where the policy for slow consumers is {@link SlowConsumerPolicy#CONFLATE} it takes
	 * the place of a message with an equal key that still waits in the queue. Elsewhere
	 * that makes no difference.
	 * @param key the key, with {@code equals} and {@code hashCode}; kept as long as the
	 * message waits
	 * @return the same message with that key
	 */
	public PreparedMessage conflatedBy(Object key) {
		return new PreparedMessage(this.text, this.payload, key, (this.original != null) ? this.original : this);
	}

	/**
	 * Returns what this message is the latest value of.
	 * @return the key, or {@code null} if it has none
	 */
	public @Nullable Object conflationKey() {
		return this.conflationKey;
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

	/**
	 * Returns what this message is sent as where something changes it, such as
	 * compression. It is made when it is first asked for, and kept as long as this
	 * message. Of use to the engine.
	 * @param way what it depends on besides this message, with {@code equals}
	 * @param maker makes it, to be changed by nobody afterwards; of threads that ask for
	 * the first time at once each may make one, of which one is kept
	 * @return what is kept
	 */
	public Object form(Object way, Supplier<?> maker) {
		if (this.original != null) {
			return this.original.form(way, maker);
		}
		Map<Object, Object> known = this.forms;
		if (known == null) {
			known = firstForms();
		}
		Object form = known.get(way);
		if (form == null) {
			Object made = maker.get();
			Object before = known.putIfAbsent(way, made);
			form = (before != null) ? before : made;
		}
		return form;
	}

	private synchronized Map<Object, Object> firstForms() {
		Map<Object, Object> known = this.forms;
		if (known == null) {
			known = new ConcurrentHashMap<>(4);
			this.forms = known;
		}
		return known;
	}

}
