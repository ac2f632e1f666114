package io.aerosocket.internal.handshake;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import io.aerosocket.HandshakeException;

/**
 * For whom a proxy asks, by what it and the proxies before it wrote into the request.
 * Read from the right: what stands left of an address that is not trusted may have been
 * written by anybody.
 */
public final class ForwardedFor {

	private static final int HIGHEST_PORT = 65_535;

	private static final int PORT_DIGITS = 5;

	private final Predicate<InetAddress> trusted;

	/**
	 * Creates a reader.
	 * @param trusted tells which addresses are proxies to be believed
	 */
	public ForwardedFor(Predicate<InetAddress> trusted) {
		this.trusted = trusted;
	}

	/**
	 * Reads {@code X-Forwarded-For}.
	 * @param lines the values of the field
	 * @param direct who connects
	 * @return who asks; who connects, if that is no trusted proxy, or says nothing
	 * @throws HandshakeException with 400 if what a trusted proxy wrote is no address
	 */
	public InetSocketAddress xForwardedFor(List<String> lines, InetSocketAddress direct) {
		return walk(lines, direct, false);
	}

	/**
	 * Reads {@code Forwarded} (RFC 7239).
	 * @param lines the values of the field
	 * @param direct who connects
	 * @return who asks; who connects, if that is no trusted proxy, or says nothing
	 * @throws HandshakeException with 400 if what a trusted proxy wrote breaks the rules
	 * of the field
	 */
	public InetSocketAddress forwarded(List<String> lines, InetSocketAddress direct) {
		return walk(lines, direct, true);
	}

	private InetSocketAddress walk(List<String> lines, InetSocketAddress direct, boolean parameters) {
		InetSocketAddress peer = direct;
		// A line of somebody who is not trusted need not even be well-formed.
		for (int line = lines.size() - 1; line >= 0 && this.trusted.test(peer.getAddress()); line--) {
			List<String> hops = split(lines.get(line), ',', parameters);
			for (int hop = hops.size() - 1; hop >= 0; hop--) {
				if (!this.trusted.test(peer.getAddress())) {
					return peer;
				}
				String node = parameters ? forParameter(hops.get(hop)) : hops.get(hop);
				InetSocketAddress next = (node != null) ? address(node) : null;
				if (next == null) {
					// It does not want to say: the proxy that says so is the last we
					// know.
					return peer;
				}
				peer = next;
			}
		}
		return peer;
	}

	// The value of for=, or null without one (RFC 7239 section 4).
	private static @Nullable String forParameter(String element) {
		for (String pair : split(element, ';', true)) {
			int equals = pair.indexOf('=');
			if (equals <= 0) {
				throw malformed();
			}
			if (pair.substring(0, equals).equalsIgnoreCase("for")) {
				return unquoted(pair.substring(equals + 1));
			}
		}
		return null;
	}

	private static String unquoted(String value) {
		if (!value.startsWith("\"")) {
			return value;
		}
		StringBuilder text = new StringBuilder();
		for (int i = 1; i < value.length() - 1; i++) {
			text.append((value.charAt(i) == '\\') ? value.charAt(++i) : value.charAt(i));
		}
		return text.toString();
	}

	// Empty elements count for nothing (RFC 9110 section 5.6.1.2). X-Forwarded-For has no
	// quotes, so that one which a client wrote does not reach into what a proxy adds.
	private static List<String> split(String text, char separator, boolean quotes) {
		List<String> parts = new ArrayList<>();
		boolean quoted = false;
		int start = 0;
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			if (c == '"' && quotes) {
				quoted = !quoted;
			}
			else if (c == '\\' && quoted) {
				i++;
			}
			else if (c == separator && !quoted) {
				add(parts, text.substring(start, i));
				start = i + 1;
			}
		}
		if (quoted) {
			throw malformed();
		}
		add(parts, text.substring(start));
		return parts;
	}

	private static void add(List<String> parts, String part) {
		String stripped = part.strip();
		if (!stripped.isEmpty()) {
			parts.add(stripped);
		}
	}

	// An address with or without a port, or null for one that is not told (RFC 7239
	// section 6).
	private static @Nullable InetSocketAddress address(String node) {
		if (node.equalsIgnoreCase("unknown") || node.startsWith("_")) {
			return null;
		}
		int bracket = node.startsWith("[") ? node.indexOf(']') : -1;
		int colon = (bracket >= 0) ? bracket + 1 : node.indexOf(':');
		boolean withPort = (bracket >= 0) ? node.startsWith(":", colon) : (colon > 0 && colon == node.lastIndexOf(':'));
		String host = (bracket >= 0) ? node.substring(1, bracket) : (withPort ? node.substring(0, colon) : node);
		if (bracket >= 0 && !withPort && bracket + 1 != node.length()) {
			throw malformed();
		}
		byte[] bytes = AddressText.parse(host);
		if (bytes == null) {
			throw malformed();
		}
		try {
			return new InetSocketAddress(InetAddress.getByAddress(bytes),
					withPort ? port(node.substring(colon + 1)) : 0);
		}
		catch (UnknownHostException ex) {
			throw malformed();
		}
	}

	private static int port(String text) {
		if (text.startsWith("_")) {
			return 0;
		}
		if (text.isEmpty() || text.length() > PORT_DIGITS || !text.chars().allMatch((c) -> c >= '0' && c <= '9')) {
			throw malformed();
		}
		int port = Integer.parseInt(text);
		if (port > HIGHEST_PORT) {
			throw malformed();
		}
		return port;
	}

	private static HandshakeException malformed() {
		return new HandshakeException(400, "Malformed request: the field that says whom a proxy asks for");
	}

}
