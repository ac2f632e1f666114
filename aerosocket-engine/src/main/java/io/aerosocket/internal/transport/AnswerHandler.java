package io.aerosocket.internal.transport;

import java.io.IOException;

import javax.net.ssl.SSLSession;

import io.aerosocket.internal.handshake.ResponseHead;

/**
 * Decides on what a server answers. Called on the event loop of the socket.
 */
public interface AnswerHandler {

	/**
	 * TLS is established, and nothing of the request was sent yet.
	 * @param session whom it is established with
	 * @throws IOException if that is not whom we want to talk to
	 */
	void secured(SSLSession session) throws IOException;

	/**
	 * The server agrees to switch protocols, as far as its status says. To be
	 * {@link Http1ClientTransport#upgrade accepted} or {@link Http1ClientTransport#abort
	 * given up} during this call.
	 * @param transport the socket
	 * @param head the answer
	 */
	void switching(Http1ClientTransport transport, ResponseHead head);

	/**
	 * The server answers something else. The socket closes.
	 * @param head the answer
	 * @param body the beginning of its body
	 */
	void answered(ResponseHead head, String body);

	/**
	 * There will be no answer. The socket closes.
	 * @param cause why
	 */
	void failed(Throwable cause);

}
