package io.aerosocket.spring.handler;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.aerosocket.codec.Codec;
import io.aerosocket.codec.EnvelopeFormat;
import io.aerosocket.codec.RoutingCodec;

/**
 * A handler's {@link OnMessage} methods, and which of them takes what.
 */
final class MessageMethods {

	private final List<Entry> entries = new ArrayList<>();

	private final Map<String, Entry> byRoute = new LinkedHashMap<>();

	private final HandlerCodecs codecs;

	private final EnvelopeFormat format;

	private final ProblemReport problems;

	/**
	 * Creates the collection.
	 * @param codecs the handler's codecs
	 * @param format where messages name their route
	 * @param problems takes what is wrong
	 */
	MessageMethods(HandlerCodecs codecs, EnvelopeFormat format, ProblemReport problems) {
		this.format = format;
		this.codecs = codecs;
		this.problems = problems;
	}

	/**
	 * Adds a method.
	 * @param entry the method
	 */
	void add(Entry entry) {
		this.entries.add(entry);
	}

	/**
	 * Says which method takes what.
	 * @return the methods for each codec; incomplete if there are problems
	 */
	HandlerCodecs.PerCodec<MessageTargets> resolve() {
		routes();
		HandlerCodecs.PerCodec<MessageTargets> result = this.codecs
			.each((codec) -> new MessageTargets(target(codec, PayloadKind.TEXT), target(codec, PayloadKind.BINARY)));
		Entry any = only(PayloadKind.ANY, (kind) -> kind == PayloadKind.ANY, this.codecs.all().get(0));
		if (any != null && result.values().stream().noneMatch((targets) -> targets.has(any.method()))) {
			problem(any, "it is never called: other methods take text and binary messages",
					"remove it, or one of the others");
		}
		return result;
	}

	private void routes() {
		for (Entry entry : this.entries) {
			for (String route : entry.routes()) {
				Entry other = this.byRoute.putIfAbsent(route, entry);
				if (other != null) {
					problem(entry, "it is for the route '" + route + "', as " + other.method().name() + " is already",
							"give each route one method");
				}
			}
			if (!entry.routes().isEmpty()) {
				this.codecs.all().forEach((codec) -> checkRouted(entry, codec));
			}
		}
	}

	private void checkRouted(Entry entry, Codec codec) {
		String name = codec.names().get(0);
		if (!(codec instanceof RoutingCodec)) {
			problem(entry, "it is for a route, but messages of the codec '" + name + "' do not name one",
					"remove the route, choose another codec, or let that one implement RoutingCodec");
		}
		PayloadKind other = codec.isText() ? PayloadKind.BINARY : PayloadKind.TEXT;
		if (entry.kind() == other) {
			problem(entry,
					"it is for a route and takes " + other + " messages, but those of the codec '" + name + "' are not",
					"take an object, a Message, or what the codec's messages are");
		}
	}

	private @Nullable MessageTarget target(Codec codec, PayloadKind kind) {
		HandlerMethod others = others(codec, kind);
		if (this.byRoute.isEmpty() || codec.isText() != (kind == PayloadKind.TEXT)
				|| !(codec instanceof RoutingCodec routing)) {
			return others;
		}
		Map<String, HandlerMethod> methods = new LinkedHashMap<>();
		this.byRoute.forEach((route, entry) -> methods.put(route, entry.method()));
		return new MessageRoutes(routing.routeReader(this.format), methods, decoded()::contains, others);
	}

	private Set<String> decoded() {
		return this.byRoute.entrySet()
			.stream()
			.filter((entry) -> entry.getValue().kind() == PayloadKind.OBJECT)
			.map(Map.Entry::getKey)
			.collect(Collectors.toUnmodifiableSet());
	}

	private @Nullable HandlerMethod others(Codec codec, PayloadKind kind) {
		PayloadKind objects = codec.isText() ? PayloadKind.TEXT : PayloadKind.BINARY;
		Entry entry = only(kind,
				(candidate) -> candidate == kind || (candidate == PayloadKind.OBJECT && kind == objects), codec);
		if (entry == null) {
			entry = only(PayloadKind.ANY, (candidate) -> candidate == PayloadKind.ANY, codec);
		}
		return (entry != null) ? entry.method() : null;
	}

	private @Nullable Entry only(PayloadKind taken, Predicate<PayloadKind> kinds, Codec codec) {
		Entry result = null;
		for (Entry entry : this.entries) {
			if (!entry.routes().isEmpty() || !kinds.test(entry.kind())) {
				continue;
			}
			if (result == null) {
				result = entry;
			}
			else {
				problem(entry,
						"it takes " + taken + " messages" + on(codec) + ", as " + result.method().name()
								+ " does already",
						"keep one, or give each a route of its own, for example @OnMessage(\"order.create\")");
			}
		}
		return result;
	}

	private String on(Codec codec) {
		return codec.equals(this.codecs.all().get(0)) ? ""
				: " on connections with the codec '" + codec.names().get(0) + "'";
	}

	private void problem(Entry entry, String problem, String action) {
		this.problems.add(entry.declared(), problem, action);
	}

	/**
	 * Takes what is wrong.
	 */
	@FunctionalInterface
	interface ProblemReport {

		/**
		 * Adds a problem.
		 * @param method the method
		 * @param problem what is wrong with it
		 * @param action what to write instead
		 */
		void add(Method method, String problem, String action);

	}

	/**
	 * A method.
	 *
	 * @param declared the method as declared
	 * @param method the method, ready to be called
	 * @param kind the messages that it takes
	 * @param routes the routes that it is for, none for whatever has no method of its own
	 */
	record Entry(Method declared, HandlerMethod method, PayloadKind kind, List<String> routes) {

	}

}
