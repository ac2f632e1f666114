package io.aerosocket.benchmarks.soak;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * A server under soak, in a process of its own.
 */
interface SoakedServer extends AutoCloseable {

	/**
	 * Returns where it takes WebSockets.
	 * @return the port
	 */
	int port();

	/**
	 * Returns what its clients do.
	 * @return kinds of traffic by name, each of which runs on a thread of its own
	 */
	Map<String, Traffic> traffic();

	/**
	 * Reads what it holds, after a full collection.
	 * @return names and numbers: {@code heap}, {@code threads}, {@code direct} or
	 * {@code resident}, and what there is besides
	 * @throws IOException if it does not answer
	 * @throws InterruptedException if interrupted
	 */
	Map<String, Long> read() throws IOException, InterruptedException;

	/**
	 * Reads what it counts.
	 * @return names and numbers: {@code open}, {@code handshaking}, {@code queued} and
	 * {@code paused}, and what there is besides
	 * @throws IOException if it does not answer
	 */
	Map<String, Long> counters() throws IOException;

	/**
	 * Holds what it counted against what the clients counted, when all have gone.
	 * @param tally what the clients counted
	 * @return what does not add up, nothing if all does
	 * @throws IOException if it does not answer
	 */
	List<String> reconcile(Tally tally) throws IOException;

	@Override
	void close();

}
