package io.aerosocket.internal.connection;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/**
 * The connections of one event loop that are not read because they sent more than their
 * rate allows. One timer looks after all of them, and there is none while there are none.
 */
final class DelayedReads {

	/** How exactly a delay is kept. */
	private static final int TICK_MILLIS = 10;

	private final ConnectionGroup group;

	private final Deque<WebSocketConnection> waiting = new ArrayDeque<>();

	private boolean ticking;

	DelayedReads(ConnectionGroup group) {
		this.group = group;
	}

	/**
	 * Adds a connection whose reading was paused.
	 * @param connection the connection, which goes on when its rate allows it
	 */
	void add(WebSocketConnection connection) {
		this.waiting.add(connection);
		if (!this.ticking) {
			later();
		}
	}

	// Who had its turn and waits again is behind those who still wait for theirs. One
	// that sends without end would be first each time what all share is refilled.
	private void tick() {
		Deque<WebSocketConnection> stillWaiting = new ArrayDeque<>(this.waiting.size());
		for (int left = this.waiting.size(); left > 0; left--) {
			WebSocketConnection connection = this.waiting.remove();
			if (waits(connection)) {
				stillWaiting.add(connection);
			}
		}
		while (!stillWaiting.isEmpty()) {
			this.waiting.addFirst(stillWaiting.removeLast());
		}
		this.ticking = false;
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
		this.ticking = true;
		this.group.loop().schedule(this::tick, TICK_MILLIS, TimeUnit.MILLISECONDS);
	}

}
