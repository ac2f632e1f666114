package io.aerosocket;

/**
 * What became of a message that was handed to {@link Connection#send}.
 */
public enum SendResult {

	/** On its way: in the transport's hands, or flushed at the end of this turn. */
	SENT,

	/**
	 * Accepted and waiting its turn: the peer reads slowly, or another thread than the
	 * connection's own sent it.
	 */
	QUEUED,

	/** Given up, because the queue was full and the policy drops. It was counted. */
	DROPPED,

	/** Not sent: the connection is closing or closed. */
	CLOSED;

	/**
	 * Returns whether the message was accepted.
	 * @return {@code true} for {@link #SENT} and {@link #QUEUED}
	 */
	public boolean isAccepted() {
		return this == SENT || this == QUEUED;
	}

}
