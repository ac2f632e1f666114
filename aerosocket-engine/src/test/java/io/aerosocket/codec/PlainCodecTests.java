package io.aerosocket.codec;

import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.aerosocket.Message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link TextCodec} and {@link BytesCodec}.
 */
class PlainCodecTests {

	@Test
	void textIsText() {
		Codec codec = new TextCodec();
		assertThat(codec.isText()).isTrue();
		assertThat(decode(codec, String.class, Message.text("grüß"))).isEqualTo("grüß");
		assertThat(encode(codec, StringBuilder.class, new StringBuilder("grüß")).toMessage(true).size()).isEqualTo(6);
	}

	@Test
	void textIsNoBytes() {
		assertThatExceptionOfType(DecodingException.class)
			.isThrownBy(() -> decode(new TextCodec(), String.class, Message.binary(new byte[1])))
			.withMessage("payload: binary (expected: text)");
	}

	@Test
	void bytesAreBytes() {
		Codec codec = new BytesCodec();
		assertThat(codec.isText()).isFalse();
		assertThat(decode(codec, byte[].class, Message.binary(new byte[] { 1, 2 }))).isEqualTo(new byte[] { 1, 2 });
		assertThat(decode(codec, ByteBuffer.class, Message.binary(new byte[] { 1, 2 })))
			.isEqualTo(ByteBuffer.wrap(new byte[] { 1, 2 }));
		assertThat(encode(codec, byte[].class, new byte[] { 3 }).toByteArray()).containsExactly(3);
		assertThat(encode(codec, ByteBuffer.class, ByteBuffer.wrap(new byte[] { 4 })).toByteArray()).containsExactly(4);
	}

	@Test
	void otherTypesAreNotTheirs() {
		for (Codec codec : List.of(new TextCodec(), new BytesCodec())) {
			for (Type type : List.of(Integer.class, Object.class, List.class)) {
				assertThat(codec.decoder(type)).isNull();
				assertThat(codec.encoder(type)).isNull();
			}
		}
	}

	@Test
	void membersOfAnEnvelopeHaveNamesOfTheirOwn() {
		assertThatIllegalArgumentException().isThrownBy(() -> new EnvelopeFormat("", "id", null))
			.withMessage("routeProperty: '' (expected: the name of a member)");
		assertThatIllegalArgumentException().isThrownBy(() -> new EnvelopeFormat("type", "id", "id"))
			.withMessage("idProperty: id (expected: a name of its own)");
	}

	@ParameterizedTest
	@ValueSource(strings = { "header.type", "/header/type", "$.type", "/type" })
	void membersOfAnEnvelopeAreNoPaths(String path) {
		String rule = " (expected: the name of a member of the message itself, not a path)";
		assertThatIllegalArgumentException().isThrownBy(() -> new EnvelopeFormat(path, "id", null))
			.withMessage("routeProperty: " + path + rule);
		assertThatIllegalArgumentException().isThrownBy(() -> new EnvelopeFormat("type", path, null))
			.withMessage("idProperty: " + path + rule);
		assertThatIllegalArgumentException().isThrownBy(() -> new EnvelopeFormat("type", "id", path))
			.withMessage("payloadProperty: " + path + rule);
	}

	private static Object decode(Codec codec, Type type, Message message) {
		return codec.decoder(type).decode(message);
	}

	@SuppressWarnings("unchecked")
	private static MessageOutput encode(Codec codec, Type type, Object value) {
		MessageOutput output = new MessageOutput();
		((Encoder<Object>) codec.encoder(type)).encode(value, output);
		return output;
	}

}
