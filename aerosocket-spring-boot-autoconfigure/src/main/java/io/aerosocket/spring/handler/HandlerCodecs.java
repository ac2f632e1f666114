package io.aerosocket.spring.handler;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import io.aerosocket.Connection;
import io.aerosocket.codec.Codec;

/**
 * The codecs that a handler's connections may have. A connection's subprotocol fixes its
 * codec.
 */
final class HandlerCodecs {

	private final List<Codec> codecs = new ArrayList<>();

	private final Map<String, Integer> bySubprotocol = new HashMap<>();

	/**
	 * Creates the choice.
	 * @param preferred the codec of connections whose subprotocol names none
	 * @param all the application's codecs
	 * @param subprotocols what is spoken
	 */
	HandlerCodecs(Codec preferred, Codecs all, List<String> subprotocols) {
		this.codecs.add(preferred);
		for (String subprotocol : subprotocols) {
			Codec codec = all.bySubprotocol(subprotocol);
			if (codec != null) {
				this.bySubprotocol.put(subprotocol, index(codec));
			}
		}
	}

	/**
	 * Returns the codecs.
	 * @return one or more, that of connections without a subprotocol first
	 */
	List<Codec> all() {
		return this.codecs;
	}

	/**
	 * Returns a connection's codec.
	 * @param connection the connection
	 * @return its place among {@link #all()}
	 */
	int of(Connection connection) {
		if (this.codecs.size() == 1) {
			return 0;
		}
		String subprotocol = connection.subprotocol();
		Integer index = (subprotocol != null) ? this.bySubprotocol.get(subprotocol) : null;
		return (index != null) ? index : 0;
	}

	/**
	 * Prepares something for each codec.
	 * @param <T> its type
	 * @param prepare makes it
	 * @return what was made
	 */
	<T> PerCodec<T> each(Function<Codec, T> prepare) {
		return new PerCodec<>(this, this.codecs.stream().map(prepare).toList());
	}

	private int index(Codec codec) {
		int index = this.codecs.indexOf(codec);
		if (index >= 0) {
			return index;
		}
		this.codecs.add(codec);
		return this.codecs.size() - 1;
	}

	/**
	 * Something that was prepared for each codec.
	 *
	 * @param <T> its type
	 * @param codecs the codecs
	 * @param values what was made for each
	 */
	record PerCodec<T>(HandlerCodecs codecs, List<T> values) {

		/**
		 * Returns what was made for a connection's codec.
		 * @param connection the connection
		 * @return the value
		 */
		T of(Connection connection) {
			return this.values.get(this.codecs.of(connection));
		}

	}

}
