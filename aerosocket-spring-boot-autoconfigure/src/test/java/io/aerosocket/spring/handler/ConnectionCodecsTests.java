package io.aerosocket.spring.handler;

import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

import io.aerosocket.Message;
import io.aerosocket.codec.Codec;
import io.aerosocket.codec.Decoder;
import io.aerosocket.codec.Encoder;
import io.aerosocket.codec.TextCodec;
import io.aerosocket.spring.codec.JacksonCodec;
import io.aerosocket.spring.codec.MessagePackCodec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ConnectionCodecs} and {@link Codecs}.
 */
class ConnectionCodecsTests {

	private final Codec json = new JacksonCodec("json", true, JsonMapper.shared());

	private final Codec messagePack = new MessagePackCodec(JsonMapper.shared());

	@ParameterizedTest
	@CsvSource({ "json, json", "msgpack, msgpack", "messagepack, msgpack", "chat.msgpack, msgpack", "v2+json, json",
			"a.b+json, json", "chat.v2,", "jsonx,", "xjson,", "chat-json,", "JSON," })
	void subprotocolNamesCodec(String subprotocol, String name) {
		Codec codec = new Codecs(List.of(this.json, this.messagePack)).bySubprotocol(subprotocol);
		assertThat((codec != null) ? codec.names().get(0) : null).isEqualTo(name);
	}

	@Test
	void codecsOfANameAreAskedInOrder() {
		Codec texts = new Codec() {

			@Override
			public List<String> names() {
				return List.of("json");
			}

			@Override
			public boolean isText() {
				return true;
			}

			@Override
			public @Nullable Decoder<?> decoder(Type type) {
				return (type == Integer.class) ? Message::size : null;
			}

			@Override
			public @Nullable Encoder<?> encoder(Type type) {
				return null;
			}

		};
		Codec codec = new Codecs(List.of(texts, this.json)).preferred(null);
		assertThat(codec.decoder(Integer.class).decode(Message.text("1234567"))).isEqualTo(7);
		assertThat(codec.decoder(Long.class).decode(Message.text("1234567"))).isEqualTo(1_234_567L);
		assertThat(codec.encoder(Integer.class)).isNotNull();
	}

	@Test
	void whatNothingWritesSaysWhatIsMissing() {
		ConnectionCodecs codecs = new ConnectionCodecs(Map.of(),
				new HandlerCodecs(new TextCodec(), new Codecs(List.of()), List.of()));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> codecs.prepare(List.of(1)).messageFor(new TestConnection()))
			.withMessageContaining("the codec 'text' can write")
			.withMessageContaining("spring-boot-starter-jackson");
	}

}
