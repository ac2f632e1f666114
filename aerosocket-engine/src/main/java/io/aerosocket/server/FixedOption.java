package io.aerosocket.server;

/**
 * An option that a running server cannot change.
 *
 * @param name the option, as {@link ServerOptions} calls it
 * @param current what the server has
 * @param wanted what was asked for
 * @param reason why it has to stay
 */
public record FixedOption(String name, String current, String wanted, String reason) {

	@Override
	public String toString() {
		return this.name + ": " + this.wanted + " (expected: " + this.current + ", because " + this.reason + ")";
	}

}
