package io.aerosocket.codec;

import java.lang.reflect.Type;

import org.jspecify.annotations.Nullable;

/**
 * A codec whose messages say by themselves what they are, so that several methods of a
 * handler can share a connection.
 */
public interface RoutingCodec extends Codec {

	/**
	 * Prepares finding out what messages are.
	 * @param format where messages say it; a format that has a place of its own for it
	 * may ignore that
	 * @return a reader
	 */
	RouteReader routeReader(EnvelopeFormat format);

	/**
	 * Prepares reading objects of messages that have a route and an id beside the
	 * object's own members, which are not to be in its way.
	 * @param format the names of these members; there is none for a payload
	 * @param type the type of the objects
	 * @return a decoder, or {@code null} if the codec cannot read the type; that of
	 * {@link #decoder} unless overridden
	 */
	default @Nullable Decoder<?> routedDecoder(EnvelopeFormat format, Type type) {
		return decoder(type);
	}

	/**
	 * Prepares writing envelopes.
	 * @param format the envelope, which has a member for the payload
	 * @param type the declared type of the payloads
	 * @return an encoder, or {@code null} if the codec cannot write the type
	 */
	@Nullable Encoder<Envelope> envelopeEncoder(EnvelopeFormat format, Type type);

}
