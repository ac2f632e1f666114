package io.aerosocket.codec;

/**
 * Writes objects of one type. Safe for any thread.
 *
 * @param <T> the type
 */
@FunctionalInterface
public interface Encoder<T> {

	/**
	 * Writes an object.
	 * @param value the object
	 * @param output where to; UTF-8 if the codec's payloads are text. Not to be kept
	 */
	void encode(T value, MessageOutput output);

}
