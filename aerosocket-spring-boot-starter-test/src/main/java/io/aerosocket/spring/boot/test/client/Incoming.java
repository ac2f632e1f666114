package io.aerosocket.spring.boot.test.client;

import java.io.IOException;

import org.jspecify.annotations.Nullable;

/**
 * What a server does, Pings and Pongs aside, in the order in which it did it.
 */
sealed interface Incoming {

	/**
	 * Describes it, to stand behind "but".
	 * @return such as {@code received text "hello"}
	 */
	String describe();

	/**
	 * A text message.
	 *
	 * @param text the text
	 */
	record Text(String text) implements Incoming {

		@Override
		public String describe() {
			return "received text " + ReceivedFrame.quote(this.text);
		}

	}

	/**
	 * A binary message.
	 */
	final class Binary implements Incoming {

		private final byte[] bytes;

		Binary(byte[] bytes) {
			this.bytes = bytes;
		}

		byte[] bytes() {
			return this.bytes;
		}

		@Override
		public String describe() {
			return "received binary " + Hex.describe(this.bytes);
		}

	}

	/**
	 * A Close.
	 *
	 * @param code the code, 1005 when there was none
	 * @param reason the reason
	 */
	record Close(int code, String reason) implements Incoming {

		@Override
		public String describe() {
			return "the server closed with " + this.code
					+ (this.reason.isEmpty() ? "" : " " + ReceivedFrame.quote(this.reason));
		}

	}

	/**
	 * The end of the wire.
	 *
	 * @param error what went wrong, or {@code null} when the server hung up in order
	 */
	record End(@Nullable IOException error) implements Incoming {

		@Override
		public String describe() {
			return (this.error != null) ? "the connection was lost: " + this.error.getMessage() : "the server hung up";
		}

	}

	/**
	 * A rule of RFC 6455 that the server broke.
	 *
	 * @param rule the rule
	 */
	record Violation(String rule) implements Incoming {

		@Override
		public String describe() {
			return "the server broke a rule: " + this.rule;
		}

	}

}
