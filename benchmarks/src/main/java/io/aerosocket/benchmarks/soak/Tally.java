package io.aerosocket.benchmarks.soak;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What the clients of a soak sent and received, counted by themselves, to hold against
 * what the server says. Safe for any thread.
 */
final class Tally {

	private final AtomicLong sent = new AtomicLong();

	private final AtomicLong received = new AtomicLong();

	private final AtomicLong sentByLost = new AtomicLong();

	void messageSent() {
		this.sent.incrementAndGet();
	}

	void messageReceived() {
		this.received.incrementAndGet();
	}

	/**
	 * A client has gone without reading to the end: nobody knows how much of what it sent
	 * was read, nor what it was still to be sent.
	 * @param messages what it had sent
	 */
	void lost(long messages) {
		this.sentByLost.addAndGet(messages);
	}

	long sent() {
		return this.sent.get();
	}

	long received() {
		return this.received.get();
	}

	long sentByLost() {
		return this.sentByLost.get();
	}

}
