package io.aerosocket.codec;

import io.aerosocket.Message;

/**
 * Reads payloads into objects of one type. Safe for any thread.
 * <p>
 * What it returns may be a view of the message that reads from the network's buffer when
 * it is asked: it is as short-lived as the message, which is readable until the handler's
 * call completes. A view that is reused for several messages needs one for each thread.
 *
 * @param <T> the type
 */
@FunctionalInterface
public interface Decoder<T> {

	/**
	 * Reads an object. Called on the thread that the handler runs on, which may be an
	 * event loop.
	 * @param message the message, whose {@link Message#payload()} is read without a copy
	 * @return the object
	 * @throws DecodingException if the payload does not fit the type; the peer's fault,
	 * unlike anything else that is thrown
	 */
	T decode(Message message);

}
