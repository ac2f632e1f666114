package io.aerosocket.codec;

import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.aerosocket.Message;

/**
 * Bytes as they are, by the name {@code bytes}: {@code byte[]}, which is a copy, and
 * {@code ByteBuffer}, which is not.
 */
public final class BytesCodec implements Codec {

	/** Creates the codec. */
	public BytesCodec() {
	}

	@Override
	public List<String> names() {
		return List.of("bytes");
	}

	@Override
	public boolean isText() {
		return false;
	}

	@Override
	public @Nullable Decoder<?> decoder(Type type) {
		if (type == byte[].class) {
			return Message::toByteArray;
		}
		return (type == ByteBuffer.class) ? Message::payload : null;
	}

	@Override
	public @Nullable Encoder<?> encoder(Type type) {
		if (type == byte[].class) {
			Encoder<byte[]> encoder = (value, output) -> output.write(value);
			return encoder;
		}
		if (type instanceof Class<?> raw && ByteBuffer.class.isAssignableFrom(raw)) {
			Encoder<ByteBuffer> encoder = (value, output) -> output.write(value);
			return encoder;
		}
		return null;
	}

}
