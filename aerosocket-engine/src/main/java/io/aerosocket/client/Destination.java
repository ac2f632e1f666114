package io.aerosocket.client;

import java.net.IDN;
import java.net.URI;
import java.util.Locale;

/**
 * Where a connection leads (RFC 6455 section 3).
 *
 * @param secure whether over TLS
 * @param host a name in ASCII, or an address; an IPv6 address without brackets
 * @param port the port
 * @param target the path and query, percent-encoded
 */
record Destination(boolean secure, String host, int port, String target) {

	private static final int PORT = 80;

	private static final int SECURE_PORT = 443;

	/**
	 * Reads a URI.
	 * @param uri a {@code ws:} or {@code wss:} URI
	 * @return the destination
	 * @throws IllegalArgumentException if it is none
	 */
	static Destination of(URI uri) {
		String scheme = (uri.getScheme() != null) ? uri.getScheme().toLowerCase(Locale.ROOT) : "";
		if (!scheme.equals("ws") && !scheme.equals("wss")) {
			throw malformed(uri, "ws:// or wss://");
		}
		return of(uri, scheme.equals("wss"));
	}

	/**
	 * Reads where a server sends us instead (RFC 9110 section 10.2.2).
	 * @param location the value of {@code Location}
	 * @return the destination
	 * @throws IllegalArgumentException if it is none
	 */
	Destination redirectedTo(String location) {
		String base = (this.secure ? "wss://" : "ws://") + authority() + this.target;
		URI uri = URI.create(base).resolve(URI.create(location));
		String scheme = (uri.getScheme() != null) ? uri.getScheme().toLowerCase(Locale.ROOT) : "";
		return switch (scheme) {
			case "ws", "http" -> of(withoutFragment(uri), false);
			case "wss", "https" -> of(withoutFragment(uri), true);
			default -> throw malformed(uri, "ws, wss, http or https");
		};
	}

	/**
	 * Returns the value of {@code Host}.
	 * @return the host, and the port unless it is the scheme's own
	 */
	String authority() {
		// A zone means something on this machine only (RFC 6874 section 1).
		int zone = this.host.indexOf('%');
		String name = (zone < 0) ? this.host : this.host.substring(0, zone);
		String bracketed = (name.indexOf(':') < 0) ? name : "[" + name + "]";
		return (this.port == (this.secure ? SECURE_PORT : PORT)) ? bracketed : bracketed + ":" + this.port;
	}

	/**
	 * Returns whether secrets for the one may be told to the other: it is the same
	 * server, or the same host with TLS on the port for it.
	 * @param other where a server redirects to
	 * @return whether they may
	 */
	boolean isTrustedWithSecretsOf(Destination other) {
		boolean upgraded = this.secure && this.port == SECURE_PORT && !other.secure && other.port == PORT;
		return this.host.equals(other.host) && (upgraded || (this.secure == other.secure && this.port == other.port));
	}

	/** Without the query, which may hold a secret. */
	@Override
	public String toString() {
		int query = this.target.indexOf('?');
		return (this.secure ? "wss://" : "ws://") + authority()
				+ ((query < 0) ? this.target : this.target.substring(0, query));
	}

	private static Destination of(URI uri, boolean secure) {
		if (uri.getRawFragment() != null) {
			throw malformed(uri, "no fragment");
		}
		String authority = uri.getRawAuthority();
		if (authority == null || authority.isEmpty()) {
			throw malformed(uri, "a host");
		}
		if (authority.indexOf('@') >= 0) {
			throw new IllegalArgumentException(
					"URI with a user (expected: none; give an Authorization header instead, which no log shows)");
		}
		// The authority is read by hand, because java.net.URI knows no host with an
		// underscore, which container networks are full of.
		int colon = authority.lastIndexOf(':');
		boolean hasPort = colon > authority.lastIndexOf(']');
		String host = hasPort ? authority.substring(0, colon) : authority;
		int port = hasPort ? port(uri, authority.substring(colon + 1), secure) : defaultPort(secure);
		return new Destination(secure, host(uri, host), port, target(uri));
	}

	private static String host(URI uri, String host) {
		if (host.startsWith("[") && host.endsWith("]")) {
			return host.substring(1, host.length() - 1).replace("%25", "%");
		}
		try {
			String ascii = IDN.toASCII(host).toLowerCase(Locale.ROOT);
			if (!ascii.isEmpty() && ascii.chars().allMatch(Destination::isHostCharacter)) {
				return ascii;
			}
		}
		catch (IllegalArgumentException ex) {
			// Said below.
		}
		throw malformed(uri, "a host");
	}

	private static boolean isHostCharacter(int c) {
		return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
	}

	private static int port(URI uri, String port, boolean secure) {
		if (port.isEmpty()) {
			return defaultPort(secure);
		}
		int number = -1;
		if (port.length() <= 5 && port.chars().allMatch((c) -> c >= '0' && c <= '9')) {
			number = Integer.parseInt(port);
		}
		if (number < 1 || number > 65_535) {
			throw malformed(uri, "a port from 1 to 65535");
		}
		return number;
	}

	private static int defaultPort(boolean secure) {
		return secure ? SECURE_PORT : PORT;
	}

	private static String target(URI uri) {
		URI ascii = URI.create(uri.toASCIIString());
		String path = ascii.getRawPath();
		String query = ascii.getRawQuery();
		return ((path == null || path.isEmpty()) ? "/" : path) + ((query != null) ? "?" + query : "");
	}

	private static URI withoutFragment(URI uri) {
		String text = uri.toString();
		int fragment = text.indexOf('#');
		return (fragment < 0) ? uri : URI.create(text.substring(0, fragment));
	}

	private static IllegalArgumentException malformed(URI uri, String expected) {
		String text = uri.toString();
		int query = text.indexOf('?');
		return new IllegalArgumentException(
				"URI: " + ((query < 0) ? text : text.substring(0, query)) + " (expected: " + expected + ")");
	}

}
