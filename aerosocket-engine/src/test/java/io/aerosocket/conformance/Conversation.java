package io.aerosocket.conformance;

import java.io.ByteArrayInputStream;
import java.util.stream.Stream;

/**
 * What a peer says, and what it has to be answered by an endpoint that sends every
 * message back.
 *
 * @param rule the rule that it is about, for the report
 * @param says the frames, as in {@link FrameScript}
 * @param answers the messages and Pongs in their order, and the Close if the endpoint is
 * to close
 */
record Conversation(String rule, String says, String answers) {

	/**
	 * Reads a table: section, family of cases, rule, what is said, what is answered.
	 * Where the last column is {@code =}, what is said is answered.
	 * @param rfc the number of the RFC
	 * @param table the table
	 * @return its rows
	 */
	static Stream<Conversation> table(int rfc, String table) {
		return table.lines().map((row) -> {
			String[] columns = Stream.of(row.split("\\|", -1)).map(String::strip).toArray(String[]::new);
			String family = columns[1].isEmpty() ? "" : " (" + columns[1] + ")";
			String rule = "RFC " + rfc + " " + columns[0] + ": " + columns[2] + family;
			return new Conversation(rule, columns[3], columns[4].equals("=") ? columns[3] : columns[4]);
		});
	}

	byte[] bytes(boolean byClient) {
		return FrameScript.of(this.says).bytes(byClient);
	}

	/**
	 * Returns whether the endpoint ends the conversation.
	 * @return {@code false} if it goes on afterwards
	 */
	boolean closes() {
		return this.answers.contains("close");
	}

	/**
	 * Returns what has to come back, which is written as a server sends it.
	 * @return the answers
	 */
	Answers expected() {
		byte[] bytes = FrameScript.of(this.answers).bytes(false);
		return Answers.read(new FrameReader(new ByteArrayInputStream(bytes), false), Integer.MAX_VALUE);
	}

	@Override
	public String toString() {
		return this.rule;
	}

}
