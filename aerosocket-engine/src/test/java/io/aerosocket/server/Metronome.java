package io.aerosocket.server;

/**
 * Makes a server with one event loop read one piece after the other: when a tick is over,
 * the event loop has read whatever any peer wrote before it.
 */
final class Metronome implements AutoCloseable {

	private final RawPeer peer;

	Metronome(AeroServer server) {
		this.peer = RawPeer.open(server, "/echo");
	}

	void tick() {
		// Twice, since one wake-up may find the tick's bytes before the other peer's.
		for (int i = 0; i < 2; i++) {
			this.peer.write(ClientFrames.ping(""));
			this.peer.readFrame();
		}
	}

	@Override
	public void close() {
		this.peer.close();
	}

}
