package io.aerosocket.benchmarks.peer;

import io.aerosocket.benchmarks.UsageException;

/**
 * A WebSocket server to measure, in the best configuration its users would choose.
 * <p>
 * It accepts plaintext connections on the loopback address, without compression.
 * {@value #ECHO} answers each message with itself; {@value #FANOUT} sends each message to
 * every connection that is open on that path, its sender included.
 */
interface Peer {

	/** The path of the echo. */
	String ECHO = "/echo";

	/** The path where everybody receives what anybody sends. */
	String FANOUT = "/fanout";

	/** The largest message that a peer has to accept, in bytes. */
	int MAX_MESSAGE_BYTES = 1 << 20;

	/**
	 * Returns the name by which it is chosen.
	 * @return lower-case words with hyphens
	 */
	String name();

	/**
	 * Returns what is measured.
	 * @return the products and their versions
	 */
	String version();

	/**
	 * Starts the server.
	 * @param settings how to
	 * @return the server, which accepts connections now
	 * @throws Exception if it could not be started
	 */
	RunningPeer start(PeerSettings settings) throws Exception;

	/**
	 * Returns the version that a jar says it has.
	 * @param type a class of the jar
	 * @return the version, or "of unknown version"
	 */
	static String versionOf(Class<?> type) {
		String version = type.getPackage().getImplementationVersion();
		return (version != null) ? version : "of unknown version";
	}

	/**
	 * Checks that a peer can run here.
	 * @param name the peer's name
	 * @param feature the first Java that it runs on
	 * @throws UsageException if this one is older
	 */
	static void requireJava(String name, int feature) {
		if (Runtime.version().feature() < feature) {
			throw new UsageException("peer: " + name + " on Java " + Runtime.version().feature() + " (expected: "
					+ feature + " or later)");
		}
	}

}
