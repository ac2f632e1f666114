package io.aerosocket.spring.handler;

import java.lang.reflect.Type;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.ResolvableType;

import io.aerosocket.Connection;
import io.aerosocket.codec.Codec;
import io.aerosocket.codec.TextCodec;

/**
 * Knows the codec of each connection, for those who send objects from outside of its
 * handler. Safe for any thread.
 *
 * <pre class="code">
 * OutgoingObject news = codecs.prepare(new News("rain"));
 * for (Connection connection : connections) {
 *     connection.send(news.messageFor(connection));
 * }
 * </pre>
 */
public final class ConnectionCodecs {

	// Bounded by the codecs and the types that are sent.
	private final ConcurrentMap<Key, PayloadWriter> writers = new ConcurrentHashMap<>();

	private final Map<String, HandlerCodecs> byPath;

	private final HandlerCodecs others;

	private final @Nullable Codec only;

	/**
	 * Creates the look-up.
	 * @param byPath the codecs of the handlers by path pattern
	 * @param others those of routes that no handler bean serves
	 */
	ConnectionCodecs(Map<String, HandlerCodecs> byPath, HandlerCodecs others) {
		this.byPath = Map.copyOf(byPath);
		this.others = others;
		Set<Codec> all = Stream.concat(byPath.values().stream(), Stream.of(others))
			.flatMap((codecs) -> codecs.all().stream())
			.collect(Collectors.toSet());
		this.only = (all.size() == 1) ? others.all().get(0) : null;
	}

	/**
	 * Returns a connection's codec, which its subprotocol has fixed.
	 * @param connection the connection
	 * @return its codec
	 */
	public Codec codec(Connection connection) {
		HandlerCodecs codecs = this.byPath.getOrDefault(connection.handshake().pathPattern(), this.others);
		return codecs.all().get(codecs.of(connection));
	}

	/**
	 * Prepares an object for any number of connections. Text, bytes and messages are sent
	 * as they are.
	 * @param value the object, which must not change until it was sent
	 * @return the object, encoded once for each codec that it meets
	 */
	public OutgoingObject prepare(Object value) {
		return prepare(value, value.getClass());
	}

	/**
	 * Prepares an object whose class does not say enough, such as a list.
	 * @param value the object, which must not change until it was sent
	 * @param type its type with type arguments
	 * @return the object, encoded once for each codec that it meets
	 */
	public OutgoingObject prepare(Object value, Type type) {
		return new OutgoingObject(this, value, type);
	}

	/**
	 * Returns the codec that all connections have.
	 * @return the codec, or {@code null} if there are several
	 */
	@Nullable Codec only() {
		return this.only;
	}

	PayloadWriter writer(Codec codec, Type type) {
		return this.writers.computeIfAbsent(new Key(codec, type), ConnectionCodecs::create);
	}

	/**
	 * Returns what handlers serve.
	 * @return the patterns of their paths
	 */
	Set<String> paths() {
		return this.byPath.keySet();
	}

	private static PayloadWriter create(Key key) {
		if (isYetToCome(key.type())) {
			throw new IllegalArgumentException(
					"payload: a " + key.type().getTypeName() + " (expected: a value; send what it completes with)");
		}
		PayloadWriter writer = PayloadWriter.of(key.codec(), key.type());
		if (writer == null) {
			String hint = (key.codec() instanceof TextCodec)
					? "; for JSON add org.springframework.boot:spring-boot-starter-jackson" : "";
			throw new IllegalArgumentException(
					"payload: a " + key.type().getTypeName() + " (expected: text, bytes, or what the codec '"
							+ key.codec().names().get(0) + "' can write" + hint + ")");
		}
		return writer;
	}

	private static boolean isYetToCome(Type type) {
		Class<?> raw = ResolvableType.forType(type).resolve(Object.class);
		return CompletionStage.class.isAssignableFrom(raw)
				|| ReactiveAdapterRegistry.getSharedInstance().getAdapter(raw) != null;
	}

	/**
	 * What a writer is for.
	 *
	 * @param codec the codec
	 * @param type the type
	 */
	private record Key(Codec codec, Type type) {

	}

}
