package io.aerosocket.benchmarks.peer;

import java.util.Map;

import io.aerosocket.Transport;

/**
 * Lets tests of other packages start a peer in their own process.
 */
public final class EnginePeer implements AutoCloseable {

	private final RunningPeer peer;

	private EnginePeer(RunningPeer peer) {
		this.peer = peer;
	}

	/**
	 * Starts the engine.
	 * @return the peer
	 * @throws Exception if it could not be started
	 */
	public static EnginePeer start() throws Exception {
		return new EnginePeer(Peers.find("aerosocket-deflate").start(new PeerSettings(0, Transport.AUTO, 1)));
	}

	public int port() {
		return this.peer.port();
	}

	public Map<String, Long> counters() {
		return this.peer.counters().get();
	}

	@Override
	public void close() {
		this.peer.close();
	}

}
