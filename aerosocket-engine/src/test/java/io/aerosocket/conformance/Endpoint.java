package io.aerosocket.conformance;

/**
 * The endpoint under test: a server or a client with one event loop, whose every
 * connection sends back the messages it gets.
 */
interface Endpoint extends AutoCloseable {

	/**
	 * Opens a connection to it, or has it open one.
	 * @return the other end
	 */
	RawEnd open();

	/**
	 * Waits until no connection is left.
	 */
	void awaitEmpty();

	@Override
	void close();

}
