package io.aerosocket.spring.boot.test.client;

/**
 * A connection whose handshake the test writes itself, or leaves unfinished. Safe for any
 * thread.
 */
public final class AeroSocketTestSocket implements AutoCloseable {

	private final Conversation conversation;

	AeroSocketTestSocket(Conversation conversation) {
		this.conversation = conversation;
	}

	/**
	 * Sends a piece of a request as it is.
	 * @param text the text, of ISO 8859-1
	 * @return this socket
	 */
	public AeroSocketTestSocket send(String text) {
		this.conversation.sendHead(text);
		return this;
	}

	/**
	 * Expects an answer.
	 * @param status its HTTP status
	 * @return the answer
	 */
	public HandshakeResponse expectResponse(int status) {
		HandshakeResponse response = this.conversation.awaitResponse();
		if (response.status() != status) {
			throw this.conversation.failure("Expected an answer with " + status + ", but received " + response, null);
		}
		return response;
	}

	/**
	 * Expects that the server ends the connection.
	 * @return this socket
	 */
	public AeroSocketTestSocket expectEnd() {
		Incoming next = this.conversation.next("the end of the connection");
		if (!(next instanceof Incoming.End)) {
			throw this.conversation.failure("Expected the end of the connection, but " + next.describe(), null);
		}
		return this;
	}

	/**
	 * Hangs up.
	 */
	@Override
	public void close() {
		this.conversation.wire().hangUp();
	}

}
