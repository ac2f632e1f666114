package io.aerosocket.internal.handshake;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * Which pages may connect (RFC 6455 section 10.2). Browsers say where a page came from,
 * and do not keep it from connecting anywhere, cookies included: refusing is up to us.
 * <p>
 * Accepted are requests without an origin, which do not come from a page; those whose
 * origin has the host that they are addressed to, whatever the port; and those that are
 * listed.
 */
public final class OriginPolicy {

	private static final String ANY = "*";

	private static final String SUBDOMAINS = "://*.";

	private final Set<String> listed;

	private final List<String> patterns;

	private final boolean any;

	/**
	 * Creates a policy.
	 * @param origins origins such as {@code https://example.org}, or
	 * {@code https://*.example.org} for all subdomains, or {@code *} for any
	 * @throws IllegalArgumentException if one is malformed
	 */
	public OriginPolicy(Set<String> origins) {
		origins.forEach(OriginPolicy::check);
		this.any = origins.contains(ANY);
		this.listed = origins.stream().map((origin) -> origin.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
		this.patterns = this.listed.stream().filter((origin) -> origin.contains(SUBDOMAINS)).toList();
	}

	/**
	 * Decides.
	 * @param head the request
	 * @param fields what it says of its host and its origin
	 * @return whether it may connect
	 */
	boolean accepts(RequestHead head, UpgradeFields fields) {
		if (fields.origins() == 0 || this.any) {
			return true;
		}
		if (fields.origins() > 1) {
			return false;
		}
		return fields.isSameOrigin() || (!this.listed.isEmpty() && isListed(String.valueOf(head.first("Origin"))));
	}

	private boolean isListed(String text) {
		String origin = text.toLowerCase(Locale.ROOT);
		return this.listed.contains(origin)
				|| this.patterns.stream().anyMatch((pattern) -> isSubdomain(origin, pattern));
	}

	private static boolean isSubdomain(String origin, String pattern) {
		int star = pattern.indexOf(SUBDOMAINS) + SUBDOMAINS.length() - 2;
		String scheme = pattern.substring(0, star);
		String domain = pattern.substring(star + 1);
		return origin.startsWith(scheme) && origin.endsWith(domain)
				&& origin.length() > scheme.length() + domain.length();
	}

	private static void check(String origin) {
		boolean wellFormed = origin.equals(ANY) || origin.equals("null");
		String authority = authority(origin);
		if (authority != null) {
			String rest = authority.startsWith("*.") ? authority.substring(2) : authority;
			wellFormed = !rest.isEmpty() && rest.chars().noneMatch((c) -> c <= ' ' || "/?#*@".indexOf(c) >= 0);
		}
		if (!wellFormed) {
			throw new IllegalArgumentException("allowed origin: " + origin
					+ " (expected: a scheme and a host such as https://example.org, https://*.example.org, or *)");
		}
	}

	private static @Nullable String authority(String origin) {
		int colon = origin.indexOf("://");
		byte[] scheme = origin.substring(0, Math.max(colon, 0)).getBytes(StandardCharsets.US_ASCII);
		return isScheme(scheme, 0, scheme.length) ? origin.substring(colon + 3) : null;
	}

	/**
	 * Returns whether a text is a scheme (RFC 3986 section 3.1). What stands before a
	 * host must not itself look like one.
	 * @param bytes where the text stands
	 * @param from where it starts
	 * @param to where it ends, which may be there too
	 * @return whether it is
	 */
	static boolean isScheme(byte[] bytes, int from, int to) {
		for (int i = from; i < to; i++) {
			byte c = bytes[i];
			boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
			if (!letter && (i == from || ((c < '0' || c > '9') && "+-.".indexOf(c) < 0))) {
				return false;
			}
		}
		return to > from;
	}

	/**
	 * Returns whether a text is the scheme of a page of the web.
	 * @param bytes where the text stands
	 * @param from where it starts
	 * @param to where it ends, which may be before that
	 * @return whether it is {@code http} or {@code https}
	 */
	static boolean isOfTheWeb(byte[] bytes, int from, int to) {
		int length = to - from;
		return (length == "http".length() || length == "https".length())
				&& FieldLines.isText(bytes, from, (length == "http".length()) ? "http" : "https");
	}

	/**
	 * Returns whether a text is a host and perhaps a port, by its characters (RFC 3986
	 * section 3.2.2). A user's name before it would make one host look like another.
	 * @param bytes where the text stands
	 * @param from where it starts
	 * @param to where it ends, which may be there too
	 * @return whether it is
	 */
	static boolean isHost(byte[] bytes, int from, int to) {
		for (int i = from; i < to; i++) {
			byte c = bytes[i];
			boolean alphanumeric = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
			if (!alphanumeric && "-._~%!$&'()*+,;=:[]".indexOf(c) < 0) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Returns whether two authorities have the same host, whatever their ports.
	 * @param bytes where both stand
	 * @param from where one starts
	 * @param to where it ends
	 * @param otherFrom where the other starts
	 * @param otherTo where it ends
	 * @return whether they are hosts and equal but for their case
	 */
	static boolean isSameHost(byte[] bytes, int from, int to, int otherFrom, int otherTo) {
		if (from == to || !isHost(bytes, from, to) || !isHost(bytes, otherFrom, otherTo)) {
			return false;
		}
		int length = endOfName(bytes, from, to) - from;
		if (length != endOfName(bytes, otherFrom, otherTo) - otherFrom) {
			return false;
		}
		for (int i = 0; i < length; i++) {
			if (FieldLines.lowerCase(bytes[from + i]) != FieldLines.lowerCase(bytes[otherFrom + i])) {
				return false;
			}
		}
		return otherFrom != otherTo;
	}

	// An address of IPv6 has colons within its brackets.
	private static int endOfName(byte[] bytes, int from, int to) {
		int bracket = FieldLines.indexOf(bytes, from, to, "]");
		int port = FieldLines.indexOf(bytes, Math.max(bracket, from), to, ":");
		return (port < 0) ? to : port;
	}

}
