package io.aerosocket.spring.boot.test.client;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

import org.jspecify.annotations.Nullable;

/**
 * Inflates the messages of a server (RFC 7692 section 7.2.2).
 */
final class Inflation {

	private static final String NAME = "permessage-deflate";

	/** What a sender leaves out at the end of each message. */
	private static final byte[] TAIL = { 0, 0, (byte) 0xFF, (byte) 0xFF };

	private final Inflater inflater = new Inflater(true);

	private final boolean takesContextOver;

	private Inflation(boolean takesContextOver) {
		this.takesContextOver = takesContextOver;
	}

	/**
	 * Looks for compression in what was agreed on.
	 * @param extensions the header field of the answer, or {@code null} without one
	 * @return what inflates, or {@code null} if it was not agreed on
	 */
	static @Nullable Inflation agreed(@Nullable String extensions) {
		return (extensions != null && extensions.startsWith(NAME))
				? new Inflation(!extensions.contains("server_no_context_takeover")) : null;
	}

	byte[] inflate(byte[] payload) throws DataFormatException {
		byte[] input = Arrays.copyOf(payload, payload.length + TAIL.length);
		System.arraycopy(TAIL, 0, input, payload.length, TAIL.length);
		this.inflater.setInput(input);
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		byte[] piece = new byte[8192];
		int count = this.inflater.inflate(piece);
		while (count > 0) {
			out.write(piece, 0, count);
			count = this.inflater.inflate(piece);
		}
		if (!this.takesContextOver) {
			this.inflater.reset();
		}
		return out.toByteArray();
	}

}
