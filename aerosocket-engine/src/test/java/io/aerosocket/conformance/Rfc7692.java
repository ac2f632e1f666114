package io.aerosocket.conformance;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import java.util.zip.Deflater;

/**
 * The rules of RFC 7692 as conversations on a connection that has permessage-deflate with
 * context takeover in both directions.
 */
final class Rfc7692 {

	private static final String MESSAGES = """
			7.2.3.1 |    | the RFC's message               | c1:f248cdc9c90700                          | 81:'Hello'
			7.2.3.1 |    | the RFC's message in two frames | 41:f248cd 80:c9c90700                      | 81:'Hello'
			7.2.3.2 |    | a message that refers back      | c1:f248cdc9c90700 c1:f200110000            | (81:'Hello')*2
			7.2.3.3 |    | a block without compression     | c1:000500faff48656c6c6f00                  | 81:'Hello'
			7.2.3.4 |    | a block with BFINAL             | c1:f348cdc9c9070000                        | 81:'Hello'
			7.2.3.5 |    | two blocks                      | c1:f24805000000ffffcac9c90700              | 81:'Hello'
			7.2.3.6 |    | an empty message                | c1:00                                      | 81:
			7.2.2   |    | an empty binary message         | c2:00                                      | 82:
			6       |    | a message that is not changed   | 81:'Hello' 82:00ff                         | =
			6       |    | some are changed, some not      | c1:f248cdc9c90700 81:'a' c2:f248cdc9c90700 | 81:'Hello' 81:'a' 82:48656c6c6f
			6       |    | a plain message refers nowhere  | c1:f248cdc9c90700 81:'xxxxx' c1:f200110000 | 81:'Hello' 81:'xxxxx' 81:'Hello'
			6.1     |    | an empty first frame            | 41: 80:f248cdc9c90700                      | 81:'Hello'
			6.1     |    | an empty last frame             | 41:f248cdc9c90700 80:                      | 81:'Hello'
			6.1     |    | frames of one byte              | 41:f2 00:48 00:cd 00:c9 00:c9 00:07 80:00  | 81:'Hello'
			6.1     |    | a Ping between the frames       | 41:f248cd 89:'p' 80:c9c90700               | 81:'Hello' 8a:'p'
			6.1     |    | RSV1 of a continuation          | 41:f248cd c0:c9c90700                      | close=1002
			6.1     |    | RSV1 of a plain continuation    | 01:'a' c0:'b'                              | close=1002
			6.1     |    | RSV1 of a Ping                  | c9:                                        | close=1002
			6.1     |    | RSV1 of a Pong                  | ca:                                        | close=1002
			6.1     |    | RSV1 of a Close                 | c8:03e8                                    | close=1002
			5.1     |    | RSV2 and RSV1                   | e1:f248cdc9c90700                          | close=1002
			5.1     |    | RSV3 and RSV1                   | d1:f248cdc9c90700                          | close=1002
			7.2.2   |    | a block of no type              | c1:06                                      | close=1007
			7.2.2   |    | a distance beyond the beginning | c1:f200110000                              | close=1007
			7.2.2   |    | an end inside a block           | c1:f248cd                                  | close=1007
			7.2.2   |    | a stored block cut short        | c1:000500faff4865                          | close=1007
			7.2.2   |    | a stored block of wrong length  | c1:00050000004865                          | close=1007
			5.6     |    | text that is not UTF-8 inside   | c1:000100feffff00                          | close=1007
			5.6     |    | text that is cut short inside   | c1:000100feffc300                          | close=1007
			5.6     |    | wrong UTF-8 in the first frame  | 41:000100feffff                            | close=1007
			5.6     |    | a binary message is not checked | c2:000100feffff00                          | 82:ff
			""";

	private Rfc7692() {
	}

	static Stream<Conversation> conversations() {
		return Stream.concat(Conversation.table(7692, MESSAGES), Stream.of(deflated("1000 bytes of text", 1000, 1, 1),
				deflated("the same in frames", 1000, 1, 7), deflated("three messages in frames", 300, 3, 3)));
	}

	/**
	 * Returns what takes long: large messages, many messages, and messages that inflate
	 * to more than is allowed.
	 * @return the conversations
	 */
	static Stream<Conversation> sizes() {
		return Stream.of(deflated("1000 messages of 16 bytes (12.1.1)", 16, 1000, 1),
				deflated("200 messages of 1 KiB (12.1.4)", 1024, 200, 1),
				deflated("50 messages of 32 KiB (12.1.8)", 32_768, 50, 1),
				deflated("20 messages of 128 KiB in frames (12.1.18)", 131_072, 20, 16),
				new Conversation("RFC 7692 8: a message of 17 MiB of nothing",
						"c2:" + HexFormat.of().formatHex(deflate(new Deflater(9, true), new byte[17 << 20])),
						"close=1009"));
	}

	private static Conversation deflated(String name, int bytes, int messages, int frames) {
		SplittableRandom random = new SplittableRandom(bytes);
		Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
		StringBuilder says = new StringBuilder();
		StringBuilder answers = new StringBuilder();
		for (int i = 0; i < messages; i++) {
			byte[] text = text(random, bytes);
			byte[] deflated = deflate(deflater, text);
			for (int frame = 0; frame < frames; frame++) {
				int from = deflated.length * frame / frames;
				int to = deflated.length * (frame + 1) / frames;
				int first = ((frame == 0) ? 0x41 : 0) | ((frame == frames - 1) ? 0x80 : 0);
				says.append(String.format("%02x:", first))
					.append(HexFormat.of().formatHex(deflated, from, to))
					.append(' ');
			}
			answers.append("81:").append(HexFormat.of().formatHex(text)).append(' ');
		}
		deflater.end();
		return new Conversation("RFC 7692 7.2: " + name, says.toString(), answers.toString());
	}

	private static byte[] text(SplittableRandom random, int bytes) {
		StringBuilder text = new StringBuilder();
		while (text.length() < bytes) {
			text.append("{\"id\":").append(random.nextInt(1000)).append(",\"name\":\"item\"}");
		}
		return Arrays.copyOf(text.toString().getBytes(StandardCharsets.US_ASCII), bytes);
	}

	private static byte[] deflate(Deflater deflater, byte[] bytes) {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		byte[] buffer = new byte[1 << 16];
		deflater.setInput(bytes);
		for (int n = buffer.length; n == buffer.length;) {
			n = deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
			out.write(buffer, 0, n);
		}
		return Arrays.copyOf(out.toByteArray(), out.size() - 4);
	}

}
