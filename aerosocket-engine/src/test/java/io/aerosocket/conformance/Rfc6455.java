package io.aerosocket.conformance;

import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The rules of RFC 6455 sections 5 to 8 as conversations. The second column names the
 * family of cases of the Autobahn test suite that asks for the same.
 */
final class Rfc6455 {

	private static final String FRAMES = """
			5.6   | 1.1.1 | an empty text                   | 81:                                        | =
			5.6   | 1.1.2 | a text of 125 bytes             | 81:2a*125                                  | =
			5.2   | 1.1.3 | a text of 126 bytes             | 81:2a*126                                  | =
			5.2   | 1.1.4 | a text of 127 bytes             | 81:2a*127                                  | =
			5.2   | 1.1.5 | a text of 128 bytes             | 81:2a*128                                  | =
			5.2   | 1.1.6 | a text of 65535 bytes           | 81:2a*65535                                | =
			5.2   | 1.1.7 | a text of 65536 bytes           | 81:2a*65536                                | =
			5.6   | 1.2.1 | an empty binary message         | 82:                                        | =
			5.6   | 1.2.2 | a binary message of 125 bytes   | 82:fe*125                                  | =
			5.2   | 1.2.3 | a binary message of 126 bytes   | 82:fe*126                                  | =
			5.2   | 1.2.4 | a binary message of 127 bytes   | 82:fe*127                                  | =
			5.2   | 1.2.6 | a binary message of 65535 bytes | 82:fe*65535                                | =
			5.2   | 1.2.7 | a binary message of 65536 bytes | 82:fe*65536                                | =
			5.3   |       | several keys                    | (82:'abcdefg')*5                           | =
			5.7   |       | the RFC's text                  | 81:'Hello'                                 | =
			5.7   |       | the RFC's text in two frames    | 01:'Hel' 80:'lo'                           | 81:'Hello'
			5.7   |       | the RFC's Ping                  | 89:'Hello'                                 | 8a:'Hello'
			5.5.2 | 2.1   | an empty Ping                   | 89:                                        | 8a:
			5.5.2 | 2.2   | a Ping with a text              | 89:'payload'                               | 8a:'payload'
			5.5.2 | 2.3   | a Ping that is not UTF-8        | 89:00fffefdfcfb00ff                        | 8a:00fffefdfcfb00ff
			5.5   | 2.4   | a Ping of 125 bytes             | 89:fe*125                                  | 8a:fe*125
			5.5   | 2.5   | a Ping of 126 bytes             | 89:fe*126                                  | close=1002
			5.5   |       | a Ping of 65536 bytes           | 89:fe*65536                                | close=1002
			5.5.3 | 2.7   | a Pong that nobody asked for    | 8a: 81:'a'                                 | 81:'a'
			5.5.3 | 2.8   | the same with a payload         | 8a:'unasked' 81:'a'                        | 81:'a'
			5.5.3 | 2.9   | a Pong, then a Ping             | 8a:'unasked' 89:'asked'                    | 8a:'asked'
			5.5.3 | 2.10  | ten Pings                       | (89:'p')*10                                | (8a:'p')*10
			5.2   | 3.1   | RSV1 and RSV2 of a text         | b1:41                                      | close=1002
			5.2   | 3.2   | RSV2 after a text               | 81:'a' a1:41                               | 81:'a' close=1002
			5.2   | 3.3   | RSV3 after a text, then a Ping  | 81:'a' 91:41 89:                           | 81:'a' close=1002
			5.2   | 3.4   | RSV3 of an empty text           | 91:                                        | close=1002
			5.2   | 3.5   | RSV2 of a binary message        | a2:00*8                                    | close=1002
			5.2   | 3.6   | RSV2 of a Ping                  | a9:                                        | close=1002
			5.2   | 3.6   | RSV3 of a Pong                  | 9a:                                        | close=1002
			5.2   | 3.7   | RSV1 to RSV3 of a Close         | f8:                                        | close=1002
			5.2   |       | RSV2 of a continuation          | 01:41 a0:41                                | close=1002
			5.2   |       | RSV1 of a Ping                  | c9:                                        | close=1002
			5.2   |       | RSV1 of a continuation          | 01:41 c0:41                                | close=1002
			5.2   | 4.1.1 | data opcode 3                   | 83:                                        | close=1002
			5.2   | 4.1.2 | data opcode 4 with a payload    | 84:'reserved'                              | close=1002
			5.2   | 4.1.3 | data opcode 5 after a text      | 81:'a' 85: 89:                             | 81:'a' close=1002
			5.2   | 4.1.4 | data opcode 6 after a text      | 81:'a' 86:'reserved' 89:                   | 81:'a' close=1002
			5.2   | 4.1.5 | data opcode 7, unfinished       | 07:41                                      | close=1002
			5.2   | 4.2.1 | control opcode 11               | 8b:                                        | close=1002
			5.2   | 4.2.2 | control opcode 12, a payload    | 8c:'reserved'                              | close=1002
			5.2   | 4.2.3 | control opcode 13 after a text  | 81:'a' 8d:                                 | 81:'a' close=1002
			5.2   | 4.2.4 | control opcode 14 after a text  | 81:'a' 8e:'reserved'                       | 81:'a' close=1002
			5.2   | 4.2.5 | control opcode 15, all of it    | 8f:fe*125                                  | close=1002
			5.1   |       | masked by the wrong side        | !81:'Hello'                                | close=1002
			5.1   |       | the same, empty                 | !82:                                       | close=1002
			5.1   |       | a Ping masked by the wrong side | !89:                                       | close=1002
			5.1   |       | a Close masked by the wrong side | !close=1000                               | close=1002
			5.1   |       | a fragment of the wrong side    | 01:'a' !80:'b'                             | close=1002
			5.2   |       | 0 in 2 bytes                    | 81/2=0                                     | close=1002
			5.2   |       | 125 in 2 bytes                  | 82/2=125                                   | close=1002
			5.2   |       | 0 in 8 bytes                    | 81/8=0                                     | close=1002
			5.2   |       | 126 in 8 bytes                  | 82/8=126                                   | close=1002
			5.2   |       | 65535 in 8 bytes                | 82/8=65535                                 | close=1002
			5.2   |       | the top bit of 8 bytes          | 82/8=9223372036854775808                   | close=1002
			5.2   |       | all bits of 8 bytes             | 82/8=18446744073709551615                  | close=1002
			5.5   |       | a Ping with a length of 2 bytes | 89/2=125                                   | close=1002
			5.5   |       | a Close with a length of 8      | 88/8=5                                     | close=1002
			7.4.1 |       | the greatest length             | 82/8=9223372036854775807                   | close=1009
			7.4.1 |       | 4 GiB                           | 82/8=4294967296                            | close=1009
			7.4.1 |       | a byte more than allowed        | 82/8=16777217                              | close=1009
			""";

	private static final String FRAGMENTS = """
			5.5   | 5.1   | a Ping in fragments             | 09:'a' 80:'b'                              | close=1002
			5.5   | 5.2   | a Pong in fragments             | 0a:'a' 80:'b'                              | close=1002
			5.5   |       | a Close in fragments            | 08:03e8                                    | close=1002
			5.4   | 5.3   | a text in two frames            | 01:'fragment1' 80:'fragment2'              | 81:'fragment1fragment2'
			5.4   |       | binary in two frames            | 02:ff 80:fe                                | 82:fffe
			5.4   | 5.6   | a Ping between fragments        | 01:'a' 89:'ping' 80:'b'                    | 81:'ab' 8a:'ping'
			5.4   |       | a Pong between fragments        | 01:'a' 8a:'pong' 80:'b'                    | 81:'ab'
			5.4   | 5.9   | a continuation of nothing       | 80:'a' 81:'b'                              | close=1002
			5.4   | 5.12  | an unfinished one of nothing    | 00:'a' 81:'b'                              | close=1002
			5.4   | 5.15  | a continuation after the end    | 01:'a' 80:'b' 00:'c' 81:'d'                | 81:'ab' close=1002
			5.4   | 5.15  | a last frame after the end      | 02:61 80:62 80:63                          | 82:6162 close=1002
			5.4   | 5.16  | continuations between texts     | (00:'a' 81:'b' 80:'c')*2                   | close=1002
			5.4   |       | a continuation after a Ping     | 89: 80:                                    | 8a: close=1002
			5.4   | 5.18  | a text inside a text            | 01:'a' 81:'b'                              | close=1002
			5.4   |       | a binary message inside a text  | 01:'a' 82:62                               | close=1002
			5.4   |       | an unfinished one inside        | 02:61 02:62                                | close=1002
			5.4   |       | a text inside a binary message  | 02:61 81:                                  | close=1002
			5.4   | 5.19  | Pings between many fragments    | (01:'a' 00:'b' 89:'1' 00:'c' 89:'2' 80:'d')*2 | (81:'abcd' 8a:'1' 8a:'2')*2
			5.4   |       | empty fragments only            | 01: 00: 80:                                | 81:
			5.4   |       | an empty first one              | 01: 80:'a'                                 | 81:'a'
			5.4   |       | an empty last one               | 02:61 80:                                  | 82:61
			5.4   |       | a message after a fragmented    | 01:'a' 80:'b' 81:'c' 02:00 80:01           | 81:'ab' 81:'c' 82:0001
			5.4   |       | a Close between fragments       | 01:'a' close=1001                          | close=1001
			5.4   |       | large fragments                 | 02:aa*70000 00:aa*300 80:aa*126            | 82:aa*70426
			7.4.1 |       | a message that becomes too large | 02:'a' 80/8=16777216                      | close=1009
			7.4.1 |       | one beyond what a number holds  | 02:'a' 80/8=9223372036854775807            | close=1009
			""";

	private static final String CLOSING = """
			7.1.5 | 7.1.2 | two Closes                      | close=1000 close=1000                      | close=1000
			7.1.5 | 7.1.3 | a Ping after a Close            | close=1000 89:'late'                       | close=1000
			7.1.5 | 7.1.4 | a text after a Close            | close=1000 81:'late'                       | close=1000
			7.1.5 | 7.1.5 | a Close inside a message        | 01:'a' close=1000 80:'b'                   | close=1000
			7.1.5 | 7.1.6 | data before and after a Close   | 81:2a*5000 close=1000 89:                  | 81:2a*5000 close=1000
			7.1.7 |       | nonsense after a Close          | close=1000 ff:ff                           | close=1000
			7.1.7 |       | nonsense, then a Close          | 81:'a' 83: close=1000                      | 81:'a' close=1002
			5.5.1 | 7.3.1 | an empty Close                  | close                                      | close
			5.5.1 | 7.3.2 | a Close of 1 byte               | 88:61                                      | close=1002
			5.5.1 | 7.3.3 | a Close with a code only        | close=1000                                 | close=1000
			5.5.1 | 7.3.4 | a Close with a reason           | 88:03e8476f6f64627965                      | close=1000
			5.5.1 | 7.3.5 | a reason of 123 bytes           | 88:03e8e282ac2a2a2a2a2a2a2a2a2a2a2a2a2a2a  | close=1000
			5.5   | 7.3.6 | a Close of 126 bytes            | 88:20*126                                  | close=1002
			8.1   | 7.5.1 | a reason that is not UTF-8      | 88:03e8cebae1bdb9cf83cebcceb5eda080656469  | close=1007
			8.1   |       | a reason that is cut short      | 88:03e8e282                                | close=1007
			8.1   |       | an overlong one                 | 88:03e8c0af                                | close=1007
			""";

	private static final int[] GOOD_CODES = { 1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014,
			3000, 3999, 4000, 4999 };

	private static final int[] BAD_CODES = { 0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 1999, 2000, 2999, 5000,
			32767, 65535 };

	private Rfc6455() {
	}

	static Stream<Conversation> conversations() {
		return Stream
			.of(Conversation.table(6455, FRAMES), Conversation.table(6455, FRAGMENTS), Utf8.conversations(),
					Conversation.table(6455, CLOSING), closeCodes())
			.flatMap((rows) -> rows);
	}

	private static Stream<Conversation> closeCodes() {
		return Stream.concat(
				IntStream.of(GOOD_CODES)
					.mapToObj((code) -> new Conversation("RFC 6455 7.4: code " + code + " (7.7)", "close=" + code,
							"close=" + code)),
				IntStream.of(BAD_CODES)
					.mapToObj((code) -> new Conversation("RFC 6455 7.4: code " + code + " (7.9)", "close=" + code,
							"close=1002")));
	}

	/**
	 * Returns what takes long: large messages, and messages in many frames.
	 * @return the conversations
	 */
	static Stream<Conversation> sizes() {
		return Conversation.table(6455, """
				5.2 | 9.1.1 | a text of 64 KiB                 | 81:2a*65536               | =
				5.2 | 9.1.3 | a text of 1 MiB                  | 81:2a*1048576             | =
				5.2 | 9.1.6 | a text of 16 MiB                 | 81:2a*16777216            | =
				5.2 | 9.2.4 | a binary message of 4 MiB        | 82:fe*4194304             | =
				5.2 | 9.2.6 | a binary message of 16 MiB       | 82:fe*16777216            | =
				5.4 | 9.3.1 | a text of 1 MiB in 64 bytes      | 01: (00:2a*64)*16384 80:  | 81:2a*1048576
				5.4 | 9.3.5 | a text of 4 MiB in 16 KiB        | 01: (00:2a*16384)*256 80: | 81:2a*4194304
				5.4 | 9.4.4 | a binary one of 4 MiB in 4 KiB   | 02: (00:fe*4096)*1024 80: | 82:fe*4194304
				5.4 | 9.4.9 | a binary one of 16 MiB in 1 MiB  | 02: (00:fe*1048576)*16 80: | 82:fe*16777216
				5.4 | 10.1  | 65536 bytes in 1300              | 01:2a*1300 (00:2a*1300)*49 80:2a*536 | 81:2a*65536
				5.5 | 9.7   | 1000 texts and Pings             | (81:'text' 89:'ping')*1000 | (81:'text' 8a:'ping')*1000
				7.4.1 |     | more fragments than are allowed  | 01:'a' (00:)*20000        | close=1009
				""");
	}

}
