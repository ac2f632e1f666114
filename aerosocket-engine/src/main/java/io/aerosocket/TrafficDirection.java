package io.aerosocket;

/**
 * Which messages are written to the log of traffic.
 */
public enum TrafficDirection {

	/** Those that are received and those that are sent. */
	BOTH,

	/** Those that are received. */
	IN,

	/** Those that are sent. */
	OUT;

	/**
	 * Returns whether received messages are meant.
	 * @return {@code false} for {@link #OUT}
	 */
	public boolean isIn() {
		return this != OUT;
	}

	/**
	 * Returns whether sent messages are meant.
	 * @return {@code false} for {@link #IN}
	 */
	public boolean isOut() {
		return this != IN;
	}

}
