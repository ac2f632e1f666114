package io.aerosocket;

/**
 * A close code (RFC 6455 section 7.4), with those that the RFC and its registry define as
 * constants. Applications may use 3000 to 4999 for their own.
 *
 * @param value the code as it travels in a Close frame, 1000 to 4999
 */
public record CloseCode(int value) {

	/** The purpose of the connection was fulfilled. */
	public static final CloseCode NORMAL = new CloseCode(1000);

	/** The endpoint goes away: a server shuts down, a page is left. */
	public static final CloseCode GOING_AWAY = new CloseCode(1001);

	/** The peer broke a rule of the protocol. */
	public static final CloseCode PROTOCOL_ERROR = new CloseCode(1002);

	/** The endpoint cannot accept this type of data, for example binary. */
	public static final CloseCode UNSUPPORTED_DATA = new CloseCode(1003);

	/** Reported when a Close frame carried no code; never sent. */
	public static final CloseCode NO_STATUS = new CloseCode(1005);

	/** Reported when the connection ended without a Close frame; never sent. */
	public static final CloseCode ABNORMAL = new CloseCode(1006);

	/** A text or a close reason was not UTF-8. */
	public static final CloseCode INVALID_PAYLOAD = new CloseCode(1007);

	/** The peer broke the endpoint's policy, for example sent too fast. */
	public static final CloseCode POLICY_VIOLATION = new CloseCode(1008);

	/** The message is larger than this endpoint accepts. */
	public static final CloseCode MESSAGE_TOO_BIG = new CloseCode(1009);

	/** The client needs an extension that the server did not agree to. */
	public static final CloseCode MANDATORY_EXTENSION = new CloseCode(1010);

	/** The server could not go on, for example because a handler failed. */
	public static final CloseCode INTERNAL_ERROR = new CloseCode(1011);

	/** The service restarts; come back after a while. */
	public static final CloseCode SERVICE_RESTART = new CloseCode(1012);

	/** The service is overloaded, or this peer reads too slowly; come back later. */
	public static final CloseCode TRY_AGAIN_LATER = new CloseCode(1013);

	/** A gateway got an invalid answer from the server behind it. */
	public static final CloseCode BAD_GATEWAY = new CloseCode(1014);

	/** Reported when the TLS handshake failed; never sent. */
	public static final CloseCode TLS_HANDSHAKE = new CloseCode(1015);

	private static final int FIRST_OF_APPLICATIONS = 3000;

	private static final int LAST_OF_APPLICATIONS = 4999;

	public CloseCode {
		if (value < 1000 || value > LAST_OF_APPLICATIONS) {
			throw new IllegalArgumentException("close code: " + value + " (expected: 1000-4999)");
		}
	}

	/**
	 * Returns whether this code may travel in a Close frame (section 7.4.2, and the
	 * registry for 1012 to 1014).
	 * @return {@code false} for 1004 to 1006, 1015 and everything unassigned
	 */
	public boolean isSendable() {
		return isSendable(this.value);
	}

	/**
	 * Returns whether a number may travel as a code in a Close frame.
	 * @param value any number
	 * @return whether it may
	 */
	public static boolean isSendable(int value) {
		return (value >= 1000 && value <= 1003) || (value >= 1007 && value <= 1014)
				|| (value >= FIRST_OF_APPLICATIONS && value <= LAST_OF_APPLICATIONS);
	}

	@Override
	public String toString() {
		return Integer.toString(this.value);
	}

}
