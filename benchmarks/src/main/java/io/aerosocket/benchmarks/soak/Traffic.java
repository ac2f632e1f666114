package io.aerosocket.benchmarks.soak;

/**
 * One kind of traffic. Each run is one short episode, after which nothing of it is left
 * open; it is run again and again, on several threads at the same time.
 */
@FunctionalInterface
interface Traffic {

	/**
	 * Runs one episode.
	 * @param clients opens its connections
	 * @throws Exception if the server did not do what it should
	 */
	void run(Clients clients) throws Exception;

}
