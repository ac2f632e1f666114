package io.aerosocket.internal.connection;

import org.jspecify.annotations.Nullable;

import io.aerosocket.ConnectionOptions;

/**
 * The options of a route's connections, which may be replaced while they are open. Safe
 * for any thread.
 * <p>
 * Whoever decides by several options at once reads them once, so that they belong
 * together; nobody keeps them for longer than a message.
 */
public final class CurrentOptions {

	private volatile ConnectionOptions options;

	private volatile @Nullable TrafficLog traffic;

	private volatile boolean keepsMessages;

	/**
	 * Starts with some options.
	 * @param options the options
	 */
	public CurrentOptions(ConnectionOptions options) {
		this.options = options;
		this.traffic = TrafficLog.of(options.trafficLog());
	}

	/**
	 * Returns the options.
	 * @return those that hold now
	 */
	public ConnectionOptions get() {
		return this.options;
	}

	/**
	 * Replaces the options, for open connections too.
	 * @param options the options that hold from now on
	 */
	public void set(ConnectionOptions options) {
		this.options = options;
		this.traffic = TrafficLog.of(options.trafficLog());
	}

	/**
	 * A call of the handler ended later than it returned, for which its message was kept.
	 */
	void keepMessages() {
		if (!this.keepsMessages) {
			this.keepsMessages = true;
		}
	}

	/**
	 * Returns whether that has ever been so.
	 * @return {@code false} for a handler that is done when it returns
	 */
	boolean keepsMessages() {
		return this.keepsMessages;
	}

	/**
	 * Returns where messages are written to.
	 * @return the log, or {@code null} if nobody wants it, as usual
	 */
	@Nullable TrafficLog traffic() {
		return this.traffic;
	}

}
