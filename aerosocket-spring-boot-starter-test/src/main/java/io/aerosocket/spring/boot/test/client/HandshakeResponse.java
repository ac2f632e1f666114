package io.aerosocket.spring.boot.test.client;

import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What a server answered to a handshake.
 *
 * @param status the HTTP status; 101 when it became a WebSocket
 * @param headers the header fields, with names in lower case
 * @param body the body of a refusal
 */
public record HandshakeResponse(int status, Map<String, List<String>> headers, String body) {

	static final int SWITCHING_PROTOCOLS = 101;

	/**
	 * Returns the first value of a header field.
	 * @param name the name, in any case
	 * @return the value, or {@code null} if there is none
	 */
	public @Nullable String header(String name) {
		List<String> values = this.headers.get(name.toLowerCase(Locale.ROOT));
		return (values != null) ? values.get(0) : null;
	}

	/**
	 * Returns the subprotocol that the server chose.
	 * @return the name, or {@code null} for none
	 */
	public @Nullable String subprotocol() {
		return header("Sec-WebSocket-Protocol");
	}

	@Override
	public String toString() {
		String text = this.body.strip();
		return this.status + (text.isEmpty() ? "" : " " + ReceivedFrame.quote(text))
				+ ((subprotocol() != null) ? ", subprotocol " + subprotocol() : "");
	}

}
