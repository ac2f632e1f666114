package io.aerosocket.internal.handshake;

import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.aerosocket.HandshakeException;
import io.aerosocket.Headers;

/**
 * The head of an HTTP/1.1 answer (RFC 9112 sections 4 and 5), checked once and kept as
 * the bytes that arrived. Immutable.
 */
public final class ResponseHead implements Headers {

	private static final String VERSION_1 = "HTTP/1.";

	/** {@code HTTP/1.1 101}. */
	private static final int SHORTEST_LINE = 12;

	private final byte[] bytes;

	private final int fields;

	private final int minorVersion;

	private final int status;

	private ResponseHead(byte[] bytes, int fields, int minorVersion, int status) {
		this.bytes = bytes;
		this.fields = fields;
		this.minorVersion = minorVersion;
		this.status = status;
	}

	/**
	 * Reads a head.
	 * @param bytes the head with the empty line at its end; not copied
	 * @return the head
	 * @throws HandshakeException with status 0 if it is malformed
	 */
	static ResponseHead parse(byte[] bytes) {
		int end = FieldLines.lineEnd(bytes, 0);
		// A reason may be missing together with its blank. People may come to read it, so
		// that it has to be text.
		if (end < SHORTEST_LINE || !beginsLikeOne(bytes, end) || !isDigit(bytes[7]) || bytes[8] != ' '
				|| (end > SHORTEST_LINE && bytes[SHORTEST_LINE] != ' ')
				|| FieldLines.textEnd(bytes, SHORTEST_LINE) != end) {
			throw malformed("the status line");
		}
		int status = 0;
		for (int i = 9; i < SHORTEST_LINE; i++) {
			if (!isDigit(bytes[i])) {
				throw malformed("the status");
			}
			status = 10 * status + bytes[i] - '0';
		}
		if (status < 100) {
			throw malformed("the status");
		}
		String problem = FieldLines.problem(bytes, end + 2);
		if (problem != null) {
			throw malformed(problem);
		}
		return new ResponseHead(bytes, end + 2, bytes[7] - '0', status);
	}

	/**
	 * Returns whether bytes may be the beginning of an answer in HTTP/1.
	 * @param bytes the bytes
	 * @param length how many there are
	 * @return {@code false} if they certainly are not
	 */
	static boolean beginsLikeOne(byte[] bytes, int length) {
		for (int i = 0; i < Math.min(length, VERSION_1.length()); i++) {
			if (bytes[i] != VERSION_1.charAt(i)) {
				return false;
			}
		}
		return true;
	}

	static HandshakeException malformed(String what) {
		return new HandshakeException(0, "The server's answer is malformed: " + what);
	}

	/**
	 * Returns the status.
	 * @return 100 to 999
	 */
	public int status() {
		return this.status;
	}

	/**
	 * Returns whether the answer is in HTTP/1.1 rather than HTTP/1.0.
	 * @return whether it is
	 */
	boolean isHttp11() {
		return this.minorVersion >= 1;
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

	@Override
	public String toString() {
		return FieldLines.text(this.bytes, 0, FieldLines.lineEnd(this.bytes, 0));
	}

	private static boolean isDigit(byte c) {
		return c >= '0' && c <= '9';
	}

}
