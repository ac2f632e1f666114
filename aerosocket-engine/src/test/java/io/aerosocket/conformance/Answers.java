package io.aerosocket.conformance;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What comes back from an endpoint. Control frames may overtake data, so that each kind
 * is kept by itself.
 *
 * @param messages the messages, whole
 * @param pongs the Pongs
 * @param close the Close, without the text of its reason, or {@code null}
 */
record Answers(List<String> messages, List<String> pongs, @Nullable String close) {

	/**
	 * Reads until a Close, the end, or enough was read.
	 * @param reader reads the frames
	 * @param enough how many messages and Pongs to wait for
	 * @return the answers
	 */
	static Answers read(FrameReader reader, int enough) {
		List<String> messages = new ArrayList<>();
		List<String> pongs = new ArrayList<>();
		while (messages.size() + pongs.size() < enough) {
			FrameReader.Message message = reader.next();
			if (message == null || message.opcode() == FrameReader.CLOSE) {
				return new Answers(messages, pongs, (message != null) ? "close " + message.closeCode() : null);
			}
			((message.opcode() == FrameReader.PONG) ? pongs : messages).add(message.toString());
		}
		return new Answers(messages, pongs, null);
	}

	int count() {
		return this.messages.size() + this.pongs.size();
	}

}
