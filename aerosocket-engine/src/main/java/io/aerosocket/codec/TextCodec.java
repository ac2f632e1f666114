package io.aerosocket.codec;

import java.lang.reflect.Type;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.aerosocket.Message;

/**
 * Texts as they are: {@code String} and {@code CharSequence}, by the name {@code text}.
 */
public final class TextCodec implements Codec {

	/** Creates the codec. */
	public TextCodec() {
	}

	@Override
	public List<String> names() {
		return List.of("text");
	}

	@Override
	public boolean isText() {
		return true;
	}

	@Override
	public @Nullable Decoder<?> decoder(Type type) {
		return (type == String.class || type == CharSequence.class) ? TextCodec::read : null;
	}

	@Override
	public @Nullable Encoder<?> encoder(Type type) {
		if (type instanceof Class<?> raw && CharSequence.class.isAssignableFrom(raw)) {
			Encoder<CharSequence> encoder = (value, output) -> output.writeText(value);
			return encoder;
		}
		return null;
	}

	private static String read(Message message) {
		if (message instanceof Message.Text text) {
			return text.text();
		}
		throw new DecodingException("payload: binary (expected: text)", null);
	}

}
