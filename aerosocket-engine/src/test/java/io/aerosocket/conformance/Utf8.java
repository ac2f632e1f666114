package io.aerosocket.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Texts that are UTF-8 and texts that are not (RFC 6455 sections 5.6 and 8.1, RFC 3629),
 * each whole, cut into frames of one byte, and, where it is wrong, before it is complete.
 */
final class Utf8 {

	private static final String GOOD = """
			6.2   | Greek                          | cebae1bdb9cf83cebcceb5
			6.2   | a text of all lengths          | 48656c6c6f2dc2b540c39fc3b6c3a4c3bcc3a0c3a12d5554462d3821e282acf09f9880
			6.5   | NUL                            | 00
			6.5   | the first and last of 1 byte   | 017f
			6.5   | the first and last of 2 bytes  | c280dfbf
			6.5   | the first and last of 3 bytes  | e0a080efbfbf
			6.9   | the first and last of 4 bytes  | f0908080f48fbfbf
			6.7   | around the surrogates          | ed9fbfee8080
			6.7   | the replacement character      | efbfbd
			6.9   | a byte order mark              | efbbbf41
			6.22  | no characters, but valid       | efbfbeefbfbff09fbfbef09fbfbff48fbfbe
			      | two bytes across eight         | 41424344454647c3bc4849
			      | four bytes across eight        | 4142434445f09f98804849
			""";

	/** The last byte of each is the first that cannot be right. */
	private static final String WRONG = """
			6.3   | an encoded surrogate in Greek  | cebae1bdb9cf83cebcceb5eda0
			6.4   | beyond U+10FFFF in Greek       | cebae1bdb9cf83cebcceb5f490
			6.12  | a continuation byte alone      | 80
			6.12  | the last continuation byte     | bf
			6.12  | a continuation byte too many   | c3bc80
			6.13  | a lead byte before a blank     | c320
			6.13  | a lead byte of 3, then a blank | e28220
			6.13  | a lead byte of 4, then a blank | f09f9820
			6.14  | a lead byte before a lead byte | e0e0
			6.18  | an overlong slash in 2 bytes   | c0
			6.18  | an overlong slash in 3 bytes   | e080
			6.18  | an overlong slash in 4 bytes   | f080
			6.19  | the greatest overlong of 2     | c1
			6.19  | the greatest overlong of 3     | e09f
			6.19  | the greatest overlong of 4     | f08f
			6.21  | the first high surrogate       | eda0
			6.21  | the last low surrogate         | edbf
			6.10  | U+13FFFF                       | f4bf
			6.10  | lead byte F5                   | f5
			6.10  | five bytes                     | f8
			6.10  | six bytes                      | fc
			6.10  | FE                             | fe
			6.10  | FF                             | ff
			""";

	private static final String SHORT = """
			6.6   | the first of 2 bytes           | 41c3
			6.6   | the first of 3 bytes           | e2
			6.6   | two of 3 bytes                 | 41e282
			6.6   | the first of 4 bytes           | f0
			6.6   | two of 4 bytes                 | f09f
			6.6   | three of 4 bytes               | 41f09f98
			""";

	private Utf8() {
	}

	static Stream<Conversation> conversations() {
		List<Conversation> all = new ArrayList<>();
		GOOD.lines().map(Utf8::columns).forEach((row) -> {
			all.add(row("5.6", row, "", "81:" + row[2], "81:" + row[2]));
			all.add(row("5.6", row, " in frames of 1 byte", bytes(row[2]) + " 80:", "81:" + row[2]));
		});
		WRONG.lines().map(Utf8::columns).forEach((row) -> {
			all.add(row("8.1", row, "", "81:" + row[2] + "4141", "close=1007"));
			all.add(row("8.1", row, " in frames of 1 byte", bytes(row[2]), "close=1007"));
			// Nobody waits for the rest of the message before it is refused.
			all.add(row("8.1", row, " after ASCII, unfinished", "01:" + "61".repeat(17) + row[2], "close=1007"));
		});
		SHORT.lines().map(Utf8::columns).forEach((row) -> {
			all.add(row("8.1", row, " and the end", "81:" + row[2], "close=1007"));
			all.add(row("8.1", row, " and an empty last frame", "01:" + row[2] + " 80:", "close=1007"));
			all.add(row("5.6", row, ", nothing else yet", "01:" + row[2] + " 89: close=1000", "8a: close=1000"));
		});
		all.add(new Conversation("RFC 6455 5.6: a binary message need not be UTF-8", "82:fffec080eda080",
				"82:fffec080eda080"));
		all.add(new Conversation("RFC 6455 5.6: nor in fragments", "02:ff 80:c0 81:c3bc", "82:ffc0 81:c3bc"));
		return all.stream();
	}

	private static String[] columns(String row) {
		return Stream.of(row.split("\\|")).map(String::strip).toArray(String[]::new);
	}

	private static Conversation row(String section, String[] columns, String how, String says, String answers) {
		String family = columns[0].isEmpty() ? "" : " (" + columns[0] + ")";
		return new Conversation("RFC 6455 " + section + ": " + columns[1] + how + family, says, answers);
	}

	private static String bytes(String hex) {
		StringBuilder frames = new StringBuilder("01:" + hex.substring(0, 2));
		for (int i = 2; i < hex.length(); i += 2) {
			frames.append(" 00:").append(hex, i, i + 2);
		}
		return frames.toString();
	}

}
