package io.aerosocket;

/**
 * Why a connection ended or is to end (RFC 6455 section 7.1.6).
 *
 * @param code the close code
 * @param text the reason's text, often empty; at most 123 bytes of UTF-8 travel
 * @param remote whether the peer closed first
 */
public record CloseReason(CloseCode code, String text, boolean remote) {

	/**
	 * Returns whether a closing handshake ended the connection, rather than a lost
	 * network or a time-out.
	 * @return {@code false} for code 1006
	 */
	public boolean clean() {
		return !CloseCode.ABNORMAL.equals(this.code);
	}

}
