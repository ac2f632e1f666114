package io.aerosocket.spring.codec;

import java.io.IOException;
import java.lang.reflect.Type;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessageUnpacker;
import org.msgpack.value.Value;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.aerosocket.Message;
import io.aerosocket.codec.DecodingException;
import io.aerosocket.codec.Encoder;
import io.aerosocket.codec.MessageOutput;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link MessagePackCodec}, beside MessagePack's own library.
 */
class MessagePackCodecTests {

	private final MessagePackCodec codec = new MessagePackCodec(JsonMapper.shared());

	@Test
	void objectsComeBack() {
		Everything value = new Everything("grüß", 1, -2, 3.5f, 4.25, true, null, new byte[] { 1, 2 }, List.of(7, 8),
				Map.of("a", "b"), Instant.parse("2026-01-02T03:04:05.000000006Z"));
		assertThat(decode(Everything.class, encode(value))).usingRecursiveComparison().isEqualTo(value);
	}

	@ParameterizedTest
	@ValueSource(longs = { 0, 1, 127, 128, 255, 256, 65_535, 65_536, 0xffff_ffffL, 0x1_0000_0000L, Long.MAX_VALUE, -1,
			-32, -33, -128, -129, -32_768, -32_769, Integer.MIN_VALUE, Integer.MIN_VALUE - 1L, Long.MIN_VALUE })
	void integersAreAsShortAsTheLibraryMakesThem(long value) throws IOException {
		try (MessageBufferPacker packer = MessagePack.newDefaultBufferPacker()) {
			packer.packLong(value);
			assertThat(encode(value)).isEqualTo(packer.toByteArray());
			assertThat(decode(Long.class, packer.toByteArray())).isEqualTo(value);
		}
	}

	@Test
	void unsignedNumbersAreWhole() throws IOException {
		BigInteger largest = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);
		try (MessageBufferPacker packer = MessagePack.newDefaultBufferPacker()) {
			packer.packBigInteger(largest);
			assertThat(encode(largest)).isEqualTo(packer.toByteArray());
			assertThat(decode(BigInteger.class, packer.toByteArray())).isEqualTo(largest);
		}
		assertThatIllegalArgumentException().isThrownBy(() -> encode(largest.add(BigInteger.ONE)));
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 15, 16, 31, 32, 255, 256, 65_535, 65_536 })
	void lengthsOfAllWidthsComeBack(int length) throws IOException {
		String text = "x".repeat(length);
		byte[] bytes = new byte[length];
		List<Integer> list = Collections.nCopies(length, 7);
		try (MessageUnpacker unpacker = MessagePack.newDefaultUnpacker(encode(List.of(text, bytes, list)))) {
			assertThat(unpacker.unpackArrayHeader()).isEqualTo(3);
			assertThat(unpacker.unpackString()).isEqualTo(text);
			assertThat(unpacker.unpackBinaryHeader()).isEqualTo(length);
			unpacker.readPayload(length);
			assertThat(unpacker.unpackArrayHeader()).isEqualTo(length);
		}
		assertThat(decode(String.class, encode(text))).isEqualTo(text);
		assertThat(decode(byte[].class, encode(bytes))).isEqualTo(bytes);
		assertThat(decode(List.class, encode(list))).isEqualTo(list);
	}

	@Test
	void timestampsOfTheLibraryAreDates() throws IOException {
		for (Instant instant : List.of(Instant.ofEpochSecond(1), Instant.parse("2026-01-02T03:04:05.000000006Z"),
				Instant.parse("1900-01-02T03:04:05.6Z"))) {
			try (MessageBufferPacker packer = MessagePack.newDefaultBufferPacker()) {
				packer.packTimestamp(instant);
				assertThat(decode(Instant.class, packer.toByteArray())).isEqualTo(instant);
			}
		}
	}

	@RepeatedTest(200)
	void libraryReadsWhatWeWrite(RepetitionInfo repetition) throws IOException {
		SplittableRandom random = new SplittableRandom(repetition.getCurrentRepetition());
		JsonNode tree = JsonMapper.shared().readTree(JsonMapper.shared().writeValueAsString(random(random, 3)));
		try (MessageUnpacker unpacker = MessagePack.newDefaultUnpacker(encode(tree))) {
			Value value = unpacker.unpackValue();
			assertThat(unpacker.hasNext()).isFalse();
			assertThat(JsonMapper.shared().readTree(value.toJson())).isEqualTo(tree);
		}
		assertThat(decode(JsonNode.class, encode(tree))).isEqualTo(tree);
	}

	// Truncated or changed anywhere, it is refused or read; it never fails otherwise.
	@RepeatedTest(200)
	void anyBytesAreReadOrRefused(RepetitionInfo repetition) {
		SplittableRandom random = new SplittableRandom(repetition.getCurrentRepetition());
		byte[] bytes = encode(random(random, 3));
		bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
		byte[] cut = Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
		for (byte[] payload : List.of(bytes, cut)) {
			try {
				decode(JsonNode.class, payload);
			}
			catch (DecodingException ex) {
				assertThat(ex).hasMessageStartingWith("payload: ");
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "dd7fffffff", "ddffffffff", "df7fffffff00", "db7fffffff61", "c67fffffff00", "c1", "91",
			"81a161", "8190c0", "d4ff00", "c70c0000", "c701fe00", "0000", "d9", "" })
	void hostileBytesAreRefused(String hex) {
		assertThatExceptionOfType(DecodingException.class)
			.isThrownBy(() -> decode(Object.class, HexFormat.of().parseHex(hex)))
			.withMessageStartingWith("payload: ");
	}

	@Test
	void nestingIsBounded() {
		byte[] deep = new byte[10_000];
		Arrays.fill(deep, (byte) 0x91);
		assertThatExceptionOfType(DecodingException.class).isThrownBy(() -> decode(JsonNode.class, deep))
			.withMessageMatching("payload: nested more than \\d+ levels deep");
	}

	private static Object random(SplittableRandom random, int depth) {
		return switch (random.nextInt((depth > 0) ? 8 : 6)) {
			case 0 -> random.nextLong() >> random.nextInt(64);
			case 1 -> "x".repeat(random.nextInt(50));
			case 2 -> random.nextBoolean();
			case 3 -> random.nextInt(-200, 200);
			case 4 -> random.nextInt(1000) / 8.0;
			case 5 -> "ü€";
			case 6 -> random.ints(random.nextInt(20)).mapToObj((value) -> random(random, depth - 1)).toList();
			default -> random.ints(random.nextInt(20))
				.distinct()
				.boxed()
				.collect(Collectors.toMap((key) -> "k" + key, (key) -> random(random, depth - 1)));
		};
	}

	@SuppressWarnings("unchecked")
	private byte[] encode(Object value) {
		MessageOutput output = new MessageOutput();
		((Encoder<Object>) this.codec.encoder(value.getClass())).encode(value, output);
		return output.toByteArray();
	}

	private Object decode(Type type, byte[] payload) {
		return this.codec.decoder(type).decode(Message.binary(payload));
	}

	record Everything(String text, int whole, long negative, float single, double exact, boolean flag, String absent,
			byte[] data, List<Integer> list, Map<String, String> map, Instant time) {

	}

}
