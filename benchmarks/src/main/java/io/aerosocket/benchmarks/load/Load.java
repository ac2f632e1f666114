package io.aerosocket.benchmarks.load;

import java.io.IOException;

/**
 * One way of putting load on a server. Each thread that runs one has its own.
 */
interface Load extends AutoCloseable {

	/**
	 * Opens connections, warms up, and measures.
	 * @return the result
	 * @throws IOException if a connection failed
	 * @throws LoadException if the server did not do what it should
	 */
	LoadResult run() throws IOException;

	@Override
	void close() throws IOException;

}
