package io.aerosocket.benchmarks.peer;

/**
 * A peer that accepts connections.
 *
 * @param port the port it listens on
 * @param stopping what stops it
 */
record RunningPeer(int port, Runnable stopping) implements AutoCloseable {

	@Override
	public void close() {
		this.stopping.run();
	}

}
