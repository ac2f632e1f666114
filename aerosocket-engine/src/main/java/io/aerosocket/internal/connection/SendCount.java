package io.aerosocket.internal.connection;

import io.aerosocket.BroadcastResult;
import io.aerosocket.SendResult;

/**
 * Counts what became of the sends of one event loop. Confined to it.
 */
final class SendCount {

	private int sent;

	private int queued;

	private int dropped;

	private int closed;

	SendCount() {
	}

	SendCount(int sent, int queued, int dropped, int closed) {
		this.sent = sent;
		this.queued = queued;
		this.dropped = dropped;
		this.closed = closed;
	}

	void add(SendResult result) {
		switch (result) {
			case SENT -> this.sent++;
			case QUEUED -> this.queued++;
			case DROPPED -> this.dropped++;
			case CLOSED -> this.closed++;
		}
	}

	BroadcastResult result() {
		return new BroadcastResult(this.sent, this.queued, this.dropped, this.closed);
	}

}
