package io.aerosocket.spring.handler;

import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.aerosocket.codec.Codec;
import io.aerosocket.codec.Decoder;
import io.aerosocket.codec.Encoder;
import io.aerosocket.codec.Envelope;
import io.aerosocket.codec.EnvelopeFormat;
import io.aerosocket.codec.RouteReader;
import io.aerosocket.codec.RoutingCodec;

/**
 * An application's codecs by their names. Several of the same name and kind are asked in
 * their order, so that one can do what another cannot, or do it better.
 */
final class Codecs {

	private static final String PREFERRED = "json";

	private final Map<String, Codec> byName = new LinkedHashMap<>();

	private final List<Codec> codecs;

	/**
	 * Creates a registry.
	 * @param codecs the codecs in order; the first of a name says whether it is text
	 */
	Codecs(List<Codec> codecs) {
		this.codecs = List.copyOf(codecs);
		codecs.forEach((codec) -> codec.names().forEach((name) -> this.byName.computeIfAbsent(name, this::named)));
	}

	/**
	 * Returns the codec of those who ask for none.
	 * @param name its name, or {@code null} for JSON where there is one
	 * @return the codec, or {@code null} if there is none of that name
	 */
	@Nullable Codec preferred(@Nullable String name) {
		if (name != null) {
			return this.byName.get(name);
		}
		Codec json = this.byName.get(PREFERRED);
		return (json != null) ? json : this.byName.get("text");
	}

	/**
	 * Returns the codec that a subprotocol names: all of it, as {@code msgpack} does, or
	 * what stands behind its last dot or plus sign, as {@code chat.v2+msgpack} does.
	 * @param subprotocol the name of a subprotocol
	 * @return the codec, or {@code null} if it names none
	 */
	@Nullable Codec bySubprotocol(String subprotocol) {
		Codec codec = this.byName.get(subprotocol);
		if (codec != null) {
			return codec;
		}
		int separator = Math.max(subprotocol.lastIndexOf('.'), subprotocol.lastIndexOf('+'));
		return (separator >= 0) ? this.byName.get(subprotocol.substring(separator + 1)) : null;
	}

	/**
	 * Returns the names that may be asked for.
	 * @return the names in the order of the codecs
	 */
	List<String> names() {
		return List.copyOf(this.byName.keySet());
	}

	private Codec named(String name) {
		List<Codec> same = new ArrayList<>();
		for (Codec codec : this.codecs) {
			if (codec.names().contains(name) && (same.isEmpty() || codec.isText() == same.get(0).isText())) {
				same.add(codec);
			}
		}
		Chain chain = new Chain(same);
		Optional<RoutingCodec> routing = same.stream()
			.filter(RoutingCodec.class::isInstance)
			.map(RoutingCodec.class::cast)
			.findFirst();
		return (same.size() == 1) ? same.get(0)
				: routing.<Codec>map((codec) -> new RoutingChain(chain, codec)).orElse(chain);
	}

	/**
	 * Several codecs of one name.
	 *
	 * @param codecs the codecs in order
	 */
	record Chain(List<Codec> codecs) implements Codec {

		@Override
		public List<String> names() {
			return this.codecs.get(0).names();
		}

		@Override
		public boolean isText() {
			return this.codecs.get(0).isText();
		}

		@Override
		public @Nullable Decoder<?> decoder(Type type) {
			return first((codec) -> codec.decoder(type));
		}

		@Override
		public @Nullable Encoder<?> encoder(Type type) {
			return first((codec) -> codec.encoder(type));
		}

		private <T> @Nullable T first(Function<Codec, @Nullable T> question) {
			for (Codec codec : this.codecs) {
				T answer = question.apply(codec);
				if (answer != null) {
					return answer;
				}
			}
			return null;
		}

	}

	/**
	 * Several codecs of one name, one of which knows routes.
	 *
	 * @param codecs the codecs
	 * @param routes the codec that knows routes
	 */
	record RoutingChain(Chain codecs, RoutingCodec routes) implements RoutingCodec {

		@Override
		public List<String> names() {
			return this.codecs.names();
		}

		@Override
		public boolean isText() {
			return this.codecs.isText();
		}

		@Override
		public @Nullable Decoder<?> decoder(Type type) {
			return this.codecs.decoder(type);
		}

		@Override
		public @Nullable Encoder<?> encoder(Type type) {
			return this.codecs.encoder(type);
		}

		@Override
		public @Nullable Decoder<?> routedDecoder(EnvelopeFormat format, Type type) {
			return this.codecs.first((codec) -> (codec instanceof RoutingCodec routing)
					? routing.routedDecoder(format, type) : codec.decoder(type));
		}

		@Override
		public RouteReader routeReader(EnvelopeFormat format) {
			return this.routes.routeReader(format);
		}

		@Override
		public @Nullable Encoder<Envelope> envelopeEncoder(EnvelopeFormat format, Type type) {
			return this.routes.envelopeEncoder(format, type);
		}

	}

}
