package io.aerosocket;

/**
 * What became of a message that was sent to many connections. The numbers add up to
 * {@link #matched()}, and are those of {@link SendResult}.
 *
 * @param sent on their way: {@link SendResult#SENT}
 * @param queued accepted and waiting behind what a slow peer has not read yet:
 * {@link SendResult#QUEUED}
 * @param dropped given up by a slow consumer's policy: {@link SendResult#DROPPED}
 * @param closed not sent, because the connection was closing or closed:
 * {@link SendResult#CLOSED}
 */
public record BroadcastResult(int sent, int queued, int dropped, int closed) {

	private static final BroadcastResult NONE = new BroadcastResult(0, 0, 0, 0);

	/**
	 * Returns the result of a message that was for nobody.
	 * @return nothing but zeros
	 */
	public static BroadcastResult none() {
		return NONE;
	}

	/**
	 * Returns the result of a message to a single connection.
	 * @param result what became of it
	 * @return the same as numbers
	 */
	public static BroadcastResult of(SendResult result) {
		return switch (result) {
			case SENT -> new BroadcastResult(1, 0, 0, 0);
			case QUEUED -> new BroadcastResult(0, 1, 0, 0);
			case DROPPED -> new BroadcastResult(0, 0, 1, 0);
			case CLOSED -> new BroadcastResult(0, 0, 0, 1);
		};
	}

	/**
	 * Returns how many connections the message was for.
	 * @return the sum of all numbers
	 */
	public int matched() {
		return this.sent + this.queued + this.dropped + this.closed;
	}

	/**
	 * Returns how many connections took the message.
	 * @return those that it was sent to or queued for
	 */
	public int accepted() {
		return this.sent + this.queued;
	}

	/**
	 * Adds another result.
	 * @param other the other
	 * @return the sums
	 */
	public BroadcastResult plus(BroadcastResult other) {
		return new BroadcastResult(this.sent + other.sent, this.queued + other.queued, this.dropped + other.dropped,
				this.closed + other.closed);
	}

}
