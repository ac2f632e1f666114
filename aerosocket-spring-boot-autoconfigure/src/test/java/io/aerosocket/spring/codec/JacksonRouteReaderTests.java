package io.aerosocket.spring.codec;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonParser;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.json.JsonMapper;

import io.aerosocket.Message;
import io.aerosocket.codec.Decoder;
import io.aerosocket.codec.DecodingException;
import io.aerosocket.codec.EnvelopeFormat;
import io.aerosocket.codec.RouteReader;
import io.aerosocket.codec.RoutedPayload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Leaving a part of a message to the payload's decoder changes nothing but the work.
 */
class JacksonRouteReaderTests {

	private static final List<String> PIECES = List.of("{", "}", "[", "]", ",", ":", "\"type\"", "\"id\"",
			"\"payload\"", "\"a\"", "\"n\"", "1", "7.5", "null", "true", " ", "\n", "\\", "\"t\\u0079pe\"", "\"\\n\"",
			"\"i\\u0064\"", "\"type", "é", "\0", "{\"type\":\"a\",", "{\"type\":\"a\"}", "{\"id\":1,",
			"\"payload\":{\"n\":1}", ",\"type\":\"b\"", ",\"id\":2", "\"é\"");

	private static final EnvelopeFormat FLAT = EnvelopeFormat.DEFAULT;

	private static final EnvelopeFormat ENVELOPE = new EnvelopeFormat("type", "id", "payload");

	@ParameterizedTest
	@ValueSource(
			strings = { "{\"type\":\"a\",\"n\":1}", " {\"type\":\"a\",\"n\":1}", "{ \"type\" :\t\"a\"\n, \"n\":1 } ",
					"{\"n\":1,\"type\":\"a\"}", "{\"type\":\"a\"}", "{\"type\":\"a\"", "{\"type\":\"a\"} {}",
					"{\"type\":\"a\"}x", "{\"type\":\"a\",\"type\":\"a\"}", "{\"type\":\"a\",\"t\\u0079pe\":\"b\"}",
					"{\"t\\u0079pe\":\"a\"}", "{\"type\":\"\\u0061\"}", "{\"type\":\"a\\n\"}", "{\"type\":\"\"}",
					"{\"type\":1}", "{\"type\":null}", "{\"type\":\"é\"}", "{\"type\":\"a\",\"n\":{\"type\":\"b\"}}",
					"{\"type\":\"a\",\"text\":\"\\\"type\\\"\"}", "{\"type\":\"a\",\"n\":\"x\"}",
					"{\"type\":\"a\",\"n\":01}", "{\"type\":\"a\",}", "{\"type\":\"a\" \"n\":1}", "{\"type\"}",
					"{\"type\":", "{\"type\":\"a", "{", "", "[]", "null", "\"type\"", "{\"types\":\"a\"}" })
	void withoutAnEnvelopeTheSameIsRead(String message) {
		assertSame(FLAT, message);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"type\":\"a\",\"id\":1,\"payload\":{\"n\":1}}",
			"{\"type\":\"a\",\"payload\":{\"n\":1},\"id\":1}", "{\"type\":\"a\",\"payload\":{\"n\":1}}",
			"{\"payload\":{\"n\":1},\"type\":\"a\"}", "{\"type\":\"a\"}", "{\"type\":\"a\",\"payload\":null}",
			"{\"type\":\"a\",\"id\":null,\"payload\":{\"n\":1}}",
			"{\"type\":\"a\",\"id\":null,\"payload\":{\"n\":1},\"id\":2}",
			"{\"type\":\"a\",\"id\":1,\"payload\":{\"n\":1},\"id\":2}",
			"{\"type\":\"a\",\"payload\":{\"n\":1},\"i\\u0064\":2}", "{\"type\":\"a\",\"payload\":{\"n\":1},\"id\":{}}",
			"{\"type\":\"a\",\"payload\":{\"n\":1,\"id\":5}}", "{\"type\":\"a\",\"payload\":{\"n\":1},\"type\":\"b\"}",
			"{\"type\":\"a\",\"payload\":{\"n\":1},\"payload\":{}}", "{\"type\":\"a\",\"payload\":{\"n\":\"x\"}}",
			"{\"type\":\"a\",\"payload\":{\"n\":1}} 1", "{\"type\":\"a\",\"payload\":{\"n\":1}",
			"{\"type\":\"a\",\"payload\":{\"n\":1},\"more\":[{}]}", "{\"type\":\"a\",\"payload\":[1]}",
			"{\"type\":\"a\",\"payload\":{\"n\":1},}", "{\"type\":\"a\",\"payload\":}", "{\"type\":\"a\",\"payload\"",
			"{\"type\":\"other\",\"payload\":{\"n\":1}}", "[]", "", "{}", "{\"id\":1}" })
	void withAnEnvelopeTheSameIsRead(String message) {
		assertSame(ENVELOPE, message);
	}

	@RepeatedTest(300)
	void whateverIsReceivedTheSameIsRead(RepetitionInfo repetition) {
		SplittableRandom random = new SplittableRandom(repetition.getCurrentRepetition());
		for (int i = 0; i < 50; i++) {
			StringBuilder message = new StringBuilder(random.nextBoolean() ? "{\"type\":\"a\"" : "");
			for (int pieces = random.nextInt(12); pieces > 0; pieces--) {
				message.append(PIECES.get(random.nextInt(PIECES.size())));
			}
			message.append(random.nextBoolean() ? "}" : "");
			assertSame(FLAT, message.toString());
			assertSame(ENVELOPE, message.toString());
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "UTF-16BE", "UTF-16LE", "UTF-32BE", "UTF-32LE" })
	void otherEncodingsAreTheSameToo(String charset) {
		for (String message : List.of("{\"type\":\"a\",\"n\":1}", "{\"type\":\"a\",\"id\":1,\"payload\":{\"n\":1}}")) {
			byte[] bytes = message.getBytes(Charset.forName(charset));
			assertSame(FLAT, JsonMapper.shared(), bytes);
			assertSame(ENVELOPE, JsonMapper.shared(), bytes);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"type\":\"a\",'type':\"b\"}", "{\"type\":\"a\",type:\"b\"}",
			"{\"type\":\"a\",\"t\\ype\":\"b\"}", "{\"type\":\"a\",\"payload\":{\"n\":1},'id':2}" })
	void lenientMappersAreTheSameToo(String message) {
		JsonMapper mapper = JsonMapper.builder()
			.enable(JsonReadFeature.ALLOW_SINGLE_QUOTES, JsonReadFeature.ALLOW_UNQUOTED_PROPERTY_NAMES,
					JsonReadFeature.ALLOW_BACKSLASH_ESCAPING_ANY_CHARACTER)
			.build();
		assertSame(FLAT, mapper, message.getBytes(StandardCharsets.UTF_8));
		assertSame(ENVELOPE, mapper, message.getBytes(StandardCharsets.UTF_8));
	}

	@Test
	void aPayloadMayBeReadTwiceAndAsBytes() {
		JacksonCodec codec = new JacksonCodec("json", true, JsonMapper.shared());
		Message payload = codec.routeReader(ENVELOPE)
			.read(Message.text("{\"type\":\"a\",\"payload\":{\"n\":1}}"), (route) -> true)
			.payload();
		Decoder<?> decoder = codec.decoder(Numbered.class);
		assertThat(payload).isInstanceOf(LentPayload.class);
		assertThat(decoder.decode(payload)).isEqualTo(new Numbered(1));
		assertThat(decoder.decode(payload)).isEqualTo(new Numbered(1));
		assertThat(payload.toByteArray()).asString().isEqualTo("{\"n\":1}");
		assertThat(payload.size()).isEqualTo(7);
		assertThat(payload.copy().toByteArray()).asString().isEqualTo("{\"n\":1}");
	}

	@Test
	void aDeserializerThatStopsEarlyDoesNotMakeMembersOfItsPayloadOurs() {
		JacksonCodec codec = new JacksonCodec("json", true, JsonMapper.shared());
		Message payload = codec.routeReader(ENVELOPE)
			.read(Message.text("{\"type\":\"a\",\"id\":1,\"payload\":{\"n\":1,\"payload\":2}}"), (route) -> true)
			.payload();
		Decoder<?> decoder = codec.decoder(Hasty.class);
		assertThatExceptionOfType(DecodingException.class).isThrownBy(() -> decoder.decode(payload))
			.withMessage("payload: not the expected JSON");
	}

	@Test
	void whatIsLeftToTheDecoderIsOnlyWhatItReads() {
		RouteReader reader = new JacksonCodec("json", true, JsonMapper.shared()).routeReader(FLAT);
		assertThat(reader.read(Message.text("{\"type\":\"a\",x"), "a"::equals).route()).isEqualTo("a");
		assertThatExceptionOfType(DecodingException.class)
			.isThrownBy(() -> reader.read(Message.text("{\"type\":\"b\",x"), "a"::equals));
	}

	private static void assertSame(EnvelopeFormat format, String message) {
		assertSame(format, JsonMapper.shared(), message.getBytes(StandardCharsets.UTF_8));
	}

	private static void assertSame(EnvelopeFormat format, JsonMapper mapper, byte[] message) {
		JacksonCodec codec = new JacksonCodec("json", true, mapper);
		RouteReader reader = codec.routeReader(format);
		PayloadBytes bytes = new PayloadBytes(
				("#" + new String(message, StandardCharsets.ISO_8859_1) + "#").getBytes(StandardCharsets.ISO_8859_1), 1,
				message.length);
		for (Class<?> type : List.of(Numbered.class, Typed.class, JsonNode.class)) {
			String expected = outcome(() -> reader.read(bytes), codec.decoder(type), format);
			String actual = outcome(() -> reader.read(bytes, "a"::equals), codec.decoder(type), format);
			assertThat(actual).as(new String(message, StandardCharsets.UTF_8)).isEqualTo(expected);
		}
	}

	// Nobody is told which of several faults was found first.
	private static String outcome(Reading reading, Decoder<?> decoder, EnvelopeFormat format) {
		try {
			RoutedPayload routed = reading.read();
			if (!"a".equals(routed.route())) {
				return "not for the method";
			}
			Object value = decoder.decode(routed.payload());
			return value + ((format.payloadProperty() != null) ? " " + routed.id() : "");
		}
		catch (DecodingException ex) {
			return "refused";
		}
	}

	private interface Reading {

		RoutedPayload read();

	}

	record Numbered(int n) {

	}

	record Typed(@Nullable String type, @Nullable JsonNode n) {

	}

	@JsonDeserialize(using = HastyDeserializer.class)
	record Hasty(String first) {

	}

	static class HastyDeserializer extends ValueDeserializer<Hasty> {

		@Override
		public Hasty deserialize(JsonParser parser, DeserializationContext context) {
			return new Hasty(parser.nextName());
		}

	}

}
