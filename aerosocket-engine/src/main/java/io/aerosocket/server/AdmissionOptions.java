package io.aerosocket.server;

/**
 * Who may come in, and how fast, checked once and then immutable.
 *
 * @param maxPerAddress how many connections may come from one address, or 0 for any
 * number; all of an IPv6 network of 64 bits are one address, because whoever has one of
 * them usually has them all
 * @param maxPerUser how many connections may belong to one user, told by the name of the
 * principal that interceptors or a certificate gave it, or 0 for any number
 * @param acceptRate how many sockets are accepted in a second, or 0 for any number; those
 * that come faster wait in the operating system's backlog
 * @param proxies which proxies are believed when they say for whom they connect
 * @param overload when the server takes no new connections
 */
public record AdmissionOptions(int maxPerAddress, int maxPerUser, int acceptRate, ProxyOptions proxies,
		OverloadOptions overload) {

	/** No limits but that of all connections, and no proxies. */
	public static final AdmissionOptions DEFAULTS = new AdmissionOptions(0, 0, 0, ProxyOptions.NONE,
			OverloadOptions.OFF);

	private static final int HIGHEST_RATE = 1_000_000;

	public AdmissionOptions {
		inRange("maxPerAddress", maxPerAddress, Integer.MAX_VALUE);
		inRange("maxPerUser", maxPerUser, Integer.MAX_VALUE);
		inRange("acceptRate", acceptRate, HIGHEST_RATE);
	}

	/**
	 * Sets how many connections may come from one address. Those beyond it are refused
	 * with 429. Connections that were opened without such a limit do not count when it is
	 * set later.
	 * @param connections 1 or more; 0, which is the default, for any number
	 * @return new options
	 */
	public AdmissionOptions withMaxPerAddress(int connections) {
		return new AdmissionOptions(connections, this.maxPerUser, this.acceptRate, this.proxies, this.overload);
	}

	/**
	 * Sets how many connections may belong to one user. Those beyond it are refused with
	 * 429. Connections without a principal, and those that were opened without such a
	 * limit, do not count.
	 * @param connections 1 or more; 0, which is the default, for any number
	 * @return new options
	 */
	public AdmissionOptions withMaxPerUser(int connections) {
		return new AdmissionOptions(this.maxPerAddress, connections, this.acceptRate, this.proxies, this.overload);
	}

	/**
	 * Sets how many sockets are accepted in a second. As many may come at once after a
	 * pause.
	 * @param sockets 1 to 1,000,000; 0, which is the default, for any number
	 * @return new options
	 */
	public AdmissionOptions withAcceptRate(int sockets) {
		return new AdmissionOptions(this.maxPerAddress, this.maxPerUser, sockets, this.proxies, this.overload);
	}

	/**
	 * Sets which proxies are believed when they say for whom they connect.
	 * @param options the proxies; {@link ProxyOptions#NONE} unless set
	 * @return new options
	 */
	public AdmissionOptions withProxies(ProxyOptions options) {
		return new AdmissionOptions(this.maxPerAddress, this.maxPerUser, this.acceptRate, options, this.overload);
	}

	/**
	 * Sets when the server takes no new connections.
	 * @param options the limits; {@link OverloadOptions#OFF} unless set
	 * @return new options
	 */
	public AdmissionOptions withOverload(OverloadOptions options) {
		return new AdmissionOptions(this.maxPerAddress, this.maxPerUser, this.acceptRate, this.proxies, options);
	}

	private static void inRange(String name, int value, int most) {
		if (value < 0 || value > most) {
			throw new IllegalArgumentException(
					"admission " + name + ": " + value + " (expected: 0-" + most + ", 0 for any number)");
		}
	}

}
