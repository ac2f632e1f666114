package io.aerosocket.internal.connection;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/**
 * The connections of one event loop that are not read because they sent more than their
 * rate allows. One timer looks after all of them, and there is none while there are none.
 */
final class DelayedReads {

	/** How exactly a delay is kept. */
	private static final int TICK_MILLIS = 10;

	private final ConnectionGroup group;

	private final Queue<WebSocketConnection> waiting = new ArrayDeque<>();

	DelayedReads(ConnectionGroup group) {
		this.group = group;
	}

	/**
	 * Adds a connection whose reading was paused.
	 * @param connection the connection, which goes on when its rate allows it
	 */
	void add(WebSocketConnection connection) {
		this.waiting.add(connection);
		if (this.waiting.size() == 1) {
			later();
		}
	}

	// Those that wait longest come first, so that none is left out when all share a rate.
	private void tick() {
		int left = this.waiting.size();
		// One stays in until the timer is set, or whoever is added would set another.
		while (left-- > 0) {
			WebSocketConnection connection = this.waiting.element();
			boolean waits = waits(connection);
			this.waiting.remove();
			if (waits) {
				this.waiting.add(connection);
			}
		}
		if (!this.waiting.isEmpty()) {
			later();
		}
	}

	private boolean waits(WebSocketConnection connection) {
		try {
			return !connection.readsOnAfterDelay(this.group.now());
		}
		catch (Throwable ex) {
			// The others have to go on.
			connection.transportFailed(ex);
			return false;
		}
	}

	private void later() {
		this.group.loop().schedule(this::tick, TICK_MILLIS, TimeUnit.MILLISECONDS);
	}

}
