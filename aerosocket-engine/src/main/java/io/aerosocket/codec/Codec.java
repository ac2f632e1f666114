package io.aerosocket.codec;

import java.lang.reflect.Type;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A format of payloads, such as JSON. Asked for each type once, at start-up, never for
 * each message. Safe for any thread.
 */
public interface Codec {

	/**
	 * Returns the codec's names, by which configuration and subprotocols choose it, for
	 * example {@code msgpack} and {@code messagepack}.
	 * @return one or more names, the codec's own first
	 */
	List<String> names();

	/**
	 * Returns whether payloads are text. A codec reads and writes messages of one kind.
	 * @return {@code true} for text messages, {@code false} for binary ones
	 */
	boolean isText();

	/**
	 * Prepares reading.
	 * @param type the type to read, with its type arguments
	 * @return a decoder, or {@code null} if the codec cannot read the type
	 */
	@Nullable Decoder<?> decoder(Type type);

	/**
	 * Prepares writing.
	 * @param type the declared type of the values, with its type arguments; values may be
	 * of a subtype
	 * @return an encoder, or {@code null} if the codec cannot write the type
	 */
	@Nullable Encoder<?> encoder(Type type);

}
