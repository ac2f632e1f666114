package io.aerosocket.spring.boot.autoconfigure;

import java.io.IOException;

import org.jspecify.annotations.Nullable;

import io.aerosocket.TransportException;
import io.aerosocket.server.ServerOptions;

/**
 * The server could not listen where it was told to.
 */
final class ServerBindException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final Reason reason;

	private final int port;

	private final String address;

	ServerBindException(ServerOptions options, TransportException cause) {
		super(String.valueOf(cause.getMessage()), cause);
		this.reason = reason(cause);
		this.port = options.port();
		this.address = (options.address() != null) ? options.address().getHostAddress() : "";
	}

	Reason reason() {
		return this.reason;
	}

	int port() {
		return this.port;
	}

	String address() {
		return this.address;
	}

	// By its text, because native transports have errors of their own.
	private static Reason reason(TransportException error) {
		for (Throwable cause = error.getCause(); cause != null; cause = cause.getCause()) {
			if (cause instanceof IOException) {
				for (Reason reason : Reason.values()) {
					if (reason.matches(cause.getMessage())) {
						return reason;
					}
				}
			}
		}
		return Reason.OTHER;
	}

	/**
	 * Why.
	 */
	enum Reason {

		/** Another process, or another server of this one, listens there already. */
		IN_USE("in use"),

		/** The address is not one of this machine. */
		NOT_LOCAL("assign requested address"),

		/** The operating system does not allow it. */
		NOT_PERMITTED("ermission denied"),

		/** Something else. */
		OTHER(null);

		private final @Nullable String text;

		Reason(@Nullable String text) {
			this.text = text;
		}

		private boolean matches(@Nullable String message) {
			return this.text != null && message != null && message.contains(this.text);
		}

	}

}
