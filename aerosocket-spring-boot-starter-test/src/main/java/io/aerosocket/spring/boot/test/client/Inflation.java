package io.aerosocket.spring.boot.test.client;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Inflates the messages of a server (RFC 7692 section 7.2.2).
 */
final class Inflation {

	/** What a sender leaves out at the end of each message. */
	private static final byte[] TAIL = { 0, 0, (byte) 0xFF, (byte) 0xFF };

	private final Inflater inflater = new Inflater(true);

	private final boolean takesContextOver;

	Inflation(CompressionAgreement agreement) {
		this.takesContextOver = agreement.serverTakesContextOver();
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
		if (!this.takesContextOver || this.inflater.finished()) {
			this.inflater.reset();
		}
		return out.toByteArray();
	}

}
