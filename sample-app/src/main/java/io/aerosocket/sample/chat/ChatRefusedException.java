package io.aerosocket.sample.chat;

import io.aerosocket.CloseCode;

/**
 * Somebody may not come in. Its message is for the peer.
 */
class ChatRefusedException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final transient CloseCode closeCode;

	ChatRefusedException(CloseCode closeCode, String message) {
		super(message, null, false, false);
		this.closeCode = closeCode;
	}

	CloseCode closeCode() {
		return this.closeCode;
	}

}
