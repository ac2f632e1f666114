package io.aerosocket.internal.handshake;

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
	 * @return whether it may connect
	 */
	boolean accepts(RequestHead head) {
		List<String> origins = head.all("Origin");
		if (origins.isEmpty() || this.any) {
			return true;
		}
		if (origins.size() > 1) {
			return false;
		}
		String origin = origins.get(0).toLowerCase(Locale.ROOT);
		String host = host(authority(origin));
		return (host != null && host.equals(host(head.first("Host")))) || this.listed.contains(origin)
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
		return isScheme(origin, colon) ? origin.substring(colon + 3) : null;
	}

	// RFC 3986 section 3.1. What stands before the host must not itself look like one.
	private static boolean isScheme(String origin, int length) {
		for (int i = 0; i < length; i++) {
			char c = origin.charAt(i);
			boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
			if (!letter && (i == 0 || ((c < '0' || c > '9') && "+-.".indexOf(c) < 0))) {
				return false;
			}
		}
		return length > 0;
	}

	/**
	 * Returns whether a text is a host and perhaps a port, by its characters (RFC 3986
	 * section 3.2.2). A user's name before it would make one host look like another.
	 * @param text the text, which may be empty
	 * @return whether it is
	 */
	static boolean isHost(String text) {
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			boolean alphanumeric = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
			if (!alphanumeric && "-._~%!$&'()*+,;=:[]".indexOf(c) < 0) {
				return false;
			}
		}
		return true;
	}

	private static @Nullable String host(@Nullable String authority) {
		if (authority == null || authority.isEmpty() || !isHost(authority)) {
			return null;
		}
		int bracket = authority.indexOf(']');
		int port = authority.indexOf(':', Math.max(bracket, 0));
		return ((port < 0) ? authority : authority.substring(0, port)).toLowerCase(Locale.ROOT);
	}

}
