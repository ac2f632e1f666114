package io.aerosocket.client;

import org.jspecify.annotations.Nullable;

/**
 * The proxy that a client's connections go through. It finds the address of a server
 * itself, and TLS goes through it untouched.
 *
 * @param type how to talk to it
 * @param host its name or address
 * @param port its port
 * @param user the name that it wants to know, or {@code null}
 * @param password the password for it, or {@code null}
 */
public record ProxySettings(Type type, String host, int port, @Nullable String user, @Nullable String password) {

	public ProxySettings {
		if (host.isBlank()) {
			throw new IllegalArgumentException("proxy host: blank (expected: a name or an address)");
		}
		if (port < 1 || port > 65_535) {
			throw new IllegalArgumentException("proxy port: " + port + " (expected: 1-65535)");
		}
		if ((user == null) != (password == null)) {
			throw new IllegalArgumentException("proxy user or password: none (expected: both or neither)");
		}
		if (user != null && type == Type.HTTP && user.indexOf(':') >= 0) {
			throw new IllegalArgumentException("proxy user: " + user + " (expected: no colon)");
		}
	}

	/**
	 * Describes a proxy that is asked with {@code CONNECT} (RFC 9110 section 9.3.6).
	 * @param host its name or address
	 * @param port its port
	 * @return the settings
	 */
	public static ProxySettings http(String host, int port) {
		return new ProxySettings(Type.HTTP, host, port, null, null);
	}

	/**
	 * Describes a SOCKS 5 proxy (RFC 1928).
	 * @param host its name or address
	 * @param port its port
	 * @return the settings
	 */
	public static ProxySettings socks5(String host, int port) {
		return new ProxySettings(Type.SOCKS5, host, port, null, null);
	}

	/**
	 * Adds what the proxy wants to know: Basic for HTTP, RFC 1929 for SOCKS 5. Both
	 * travel unencrypted.
	 * @param user the name
	 * @param password the password
	 * @return the settings
	 */
	public ProxySettings withCredentials(String user, String password) {
		return new ProxySettings(this.type, this.host, this.port, user, password);
	}

	/** Without the password. */
	@Override
	public String toString() {
		return this.type + " " + ((this.user != null) ? this.user + "@" : "") + this.host + ":" + this.port;
	}

	/**
	 * How to talk to a proxy.
	 */
	public enum Type {

		/** {@code CONNECT} of HTTP/1.1. */
		HTTP,

		/** SOCKS 5. */
		SOCKS5

	}

}
