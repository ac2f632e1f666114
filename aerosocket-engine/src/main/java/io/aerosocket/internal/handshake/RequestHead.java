package io.aerosocket.internal.handshake;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

import io.aerosocket.HandshakeException;
import io.aerosocket.Headers;

/**
 * The head of an HTTP/1.1 request (RFC 9112 sections 3 and 5), checked once and kept as
 * the bytes that arrived: a field is looked up by walking over them, because a connection
 * is asked for few and keeps its head for a long time. Immutable.
 */
public final class RequestHead implements Headers {

	private static final String GET = "GET";

	/** Fields that have said all there is once the connection is open. */
	private static final List<String> OF_THE_UPGRADE = List.of("Connection", "Upgrade", "Sec-WebSocket-Key",
			"Sec-WebSocket-Version");

	/** What an absolute target may begin with. */
	private static final Set<String> SCHEMES = Set.of("http", "https", "ws", "wss");

	private static final boolean[] TOKEN_CHARACTERS = new boolean[0x7F];

	static {
		for (char c = '!'; c < TOKEN_CHARACTERS.length; c++) {
			TOKEN_CHARACTERS[c] = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
					|| "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
		}
	}

	private final byte[] bytes;

	private final String method;

	private final String target;

	private final int fields;

	private RequestHead(byte[] bytes, String method, String target, int fields) {
		this.bytes = bytes;
		this.method = method;
		this.target = target;
		this.fields = fields;
	}

	/**
	 * Reads a head.
	 * @param bytes the head with the empty line at its end; not copied
	 * @return the head
	 * @throws HandshakeException with 400 or 505 if it is malformed
	 */
	public static RequestHead parse(byte[] bytes) {
		int end = FieldLines.lineEnd(bytes, 0);
		if (end < 0) {
			throw malformed("a line's end");
		}
		String line = FieldLines.text(bytes, 0, end);
		int space = line.indexOf(' ');
		int last = line.lastIndexOf(' ');
		if (space <= 0 || last <= space + 1 || line.indexOf(' ', space + 1) != last || !isToken(bytes, 0, space)) {
			throw malformed("the request line");
		}
		String version = line.substring(last + 1);
		if (!version.equals("HTTP/1.1")) {
			boolean other = version.startsWith("HTTP/") && !version.startsWith("HTTP/1.");
			throw new HandshakeException(other ? 505 : 400, "HTTP/1.1 is needed");
		}
		String target = line.substring(space + 1, last);
		for (int i = 0; i < target.length(); i++) {
			if (target.charAt(i) <= ' ' || target.charAt(i) >= 0x7F) {
				throw malformed("the request target");
			}
		}
		if (!target.startsWith("/") && !isAbsolute(target)) {
			throw malformed("the request target, a path is needed");
		}
		String problem = FieldLines.problem(bytes, end + 2);
		if (problem != null) {
			throw malformed(problem);
		}
		String method = line.substring(0, space);
		return new RequestHead(bytes, method.equals(GET) ? GET : method, target, end + 2);
	}

	/**
	 * Returns what is worth keeping as long as the connection: all but the fields that
	 * only made it one. Equal fields of several connections are kept once, and so is the
	 * head when its target is the pattern.
	 * @param pattern the pattern of the route, which stands for an equal target
	 * @return the rest
	 */
	RequestHead trimmed(String pattern) {
		// What identifies somebody is nobody else's, and not to be remembered.
		boolean personal = has("Cookie") || has("Authorization");
		byte[] rest = RecentFields.keep(this.bytes, this.fields, OF_THE_UPGRADE, !personal);
		if (personal || !this.target.equals(pattern)) {
			return new RequestHead(rest, this.method, this.target, 0);
		}
		return RecentFields.share(new RequestHead(rest, this.method, pattern, 0), System.identityHashCode(rest));
	}

	boolean isSameAs(RequestHead other) {
		return Arrays.equals(this.bytes, other.bytes) && this.target.equals(other.target)
				&& this.method.equals(other.method);
	}

	/**
	 * Returns what it says about becoming a WebSocket.
	 * @return the fields, until this thread reads those of another head
	 */
	UpgradeFields upgradeFields() {
		return UpgradeFields.of(this.bytes, this.fields);
	}

	/**
	 * Writes the answer to the client's key, which was found to be one.
	 * @param out gets the value of {@code Sec-WebSocket-Accept}
	 */
	void writeAcceptKey(ByteBuf out) {
		int start = FieldLines.valueAt(this.bytes, this.fields, "Sec-WebSocket-Key");
		AcceptKey.write(this.bytes, Math.max(start, 0), (start < 0) ? 0 : AcceptKey.KEY_CHARACTERS, out);
	}

	/**
	 * Returns the request's method.
	 * @return the method, for example {@code GET}
	 */
	public String method() {
		return this.method;
	}

	/**
	 * Returns the path of the request's target.
	 * @return the path as it travelled, without the query
	 */
	public String path() {
		String origin = originForm();
		int query = origin.indexOf('?');
		return (query < 0) ? origin : origin.substring(0, query);
	}

	/**
	 * Returns the query of the request's target.
	 * @return the query as it travelled, or {@code null} without one
	 */
	public @Nullable String query() {
		String origin = originForm();
		int query = origin.indexOf('?');
		return (query < 0) ? null : origin.substring(query + 1);
	}

	private static boolean isAbsolute(String target) {
		int colon = target.indexOf("://");
		if (colon < 0 || !SCHEMES.contains(target.substring(0, colon).toLowerCase(Locale.ROOT))) {
			return false;
		}
		int end = endOfAuthority(target);
		// No user: one host could look like another.
		return end > colon + 3 && target.lastIndexOf('@', end - 1) < 0;
	}

	private static int endOfAuthority(String target) {
		int end = target.indexOf("://") + 3;
		while (end < target.length() && "/?#".indexOf(target.charAt(end)) < 0) {
			end++;
		}
		return end;
	}

	// A client may send the absolute form, for example through a proxy.
	private String originForm() {
		if (this.target.startsWith("/")) {
			return this.target;
		}
		String rest = this.target.substring(endOfAuthority(this.target));
		return rest.startsWith("/") ? rest : "/" + rest;
	}

	/**
	 * Returns whether the target and the field name the same host (RFC 9112 section
	 * 3.2.2), if the target names one.
	 * @param read the fields of this head
	 * @return {@code false} if they differ
	 */
	boolean isForHost(UpgradeFields read) {
		return this.target.startsWith("/")
				|| this.target.substring(this.target.indexOf("://") + 3, endOfAuthority(this.target))
					.equalsIgnoreCase(read.host());
	}

	private boolean has(String name) {
		return FieldLines.valueAt(this.bytes, this.fields, name) >= 0;
	}

	@Override
	public @Nullable String first(String name) {
		return FieldLines.first(this.bytes, this.fields, name);
	}

	@Override
	public List<String> all(String name) {
		return FieldLines.all(this.bytes, this.fields, name);
	}

	@Override
	public Set<String> names() {
		return FieldLines.names(this.bytes, this.fields);
	}

	/**
	 * Returns whether another head keeps the very same bytes.
	 * @param other the other
	 * @return whether they are there once
	 */
	// Whether they are kept once is what this is about, not whether they are equal.
	@SuppressWarnings("ReferenceEquality")
	boolean sharesFields(RequestHead other) {
		return this.bytes == other.bytes;
	}

	private static boolean isToken(byte[] bytes, int from, int to) {
		for (int i = from; i < to; i++) {
			if (!isTokenCharacter(bytes[i])) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Returns whether a byte may be part of a token (RFC 9110 section 5.6.2).
	 * @param c the byte
	 * @return whether it may
	 */
	public static boolean isTokenCharacter(int c) {
		return c >= 0 && c < TOKEN_CHARACTERS.length && TOKEN_CHARACTERS[c];
	}

	private static HandshakeException malformed(String what) {
		return new HandshakeException(400, "Malformed request: " + what);
	}

}
