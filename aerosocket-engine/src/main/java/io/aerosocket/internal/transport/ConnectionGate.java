package io.aerosocket.internal.transport;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * How many sockets there may be, handshakes included. Safe for any thread.
 */
public final class ConnectionGate {

	/** Sockets beyond the limit that may wait for a 503 rather than be cut at once. */
	private static final int WAITING_ROOM = 256;

	private final IntSupplier limit;

	private final IntSupplier open;

	private final HandshakeMemory memory;

	private final AtomicInteger handshaking = new AtomicInteger();

	/**
	 * Creates a gate.
	 * @param limit tells how many connections may be open
	 * @param open tells how many are
	 */
	public ConnectionGate(IntSupplier limit, IntSupplier open) {
		this(limit, open, () -> Long.MAX_VALUE);
	}

	/**
	 * Creates a gate that bounds memory too.
	 * @param limit tells how many connections may be open
	 * @param open tells how many are
	 * @param memory tells how many bytes may be kept of all unfinished handshakes
	 */
	public ConnectionGate(IntSupplier limit, IntSupplier open, LongSupplier memory) {
		this.limit = limit;
		this.open = open;
		this.memory = new HandshakeMemory(memory);
	}

	HandshakeMemory memory() {
		return this.memory;
	}

	/**
	 * A socket was accepted.
	 * @return {@code false} if there are so many that it has to be cut without an answer
	 */
	boolean enter() {
		return this.handshaking.incrementAndGet() + this.open.getAsInt() <= (long) this.limit.getAsInt() + WAITING_ROOM;
	}

	/**
	 * A socket's handshake has ended, one way or the other.
	 */
	void leave() {
		this.handshaking.decrementAndGet();
	}

	/**
	 * Returns whether a handshake that is under way may not become a connection.
	 * @return whether the limit has been reached
	 */
	public boolean isFull() {
		return this.open.getAsInt() >= this.limit.getAsInt();
	}

	/**
	 * Returns how many sockets have not finished their handshake.
	 * @return the number
	 */
	public int handshaking() {
		return this.handshaking.get();
	}

}
