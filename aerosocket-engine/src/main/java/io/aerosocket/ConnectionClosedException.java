package io.aerosocket;

import org.jspecify.annotations.Nullable;

/**
 * A send was attempted on a connection that is closing or closed, or the connection ended
 * before the message was flushed. Reported by {@link Connection#sendAsync}. Or a message
 * was to be received on a connection that has ended.
 */
public final class ConnectionClosedException extends AeroSocketException {

	private static final long serialVersionUID = 1L;

	private final transient @Nullable CloseReason reason;

	/**
	 * Creates the exception.
	 * @param connectionId the connection's id
	 */
	public ConnectionClosedException(String connectionId) {
		this(connectionId, null);
	}

	/**
	 * Creates the exception.
	 * @param connectionId the connection's id
	 * @param reason why it ended, or {@code null} as long as that is not known
	 */
	public ConnectionClosedException(String connectionId, @Nullable CloseReason reason) {
		super("Connection " + connectionId + " is closed" + ((reason != null) ? ": " + describe(reason) : ""), false);
		this.reason = reason;
	}

	/**
	 * Returns why the connection ended.
	 * @return the reason, or {@code null} where it was not known yet; not serialized
	 */
	public @Nullable CloseReason reason() {
		return this.reason;
	}

	private static String describe(CloseReason reason) {
		return reason.code() + (reason.text().isEmpty() ? "" : " " + reason.text())
				+ (reason.remote() ? ", by the peer" : "");
	}

}
