package io.aerosocket.spring.handler;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import io.aerosocket.codec.Codec;

/**
 * A handler's {@link OnMessage} methods, and which of them takes what.
 */
final class MessageMethods {

	private final List<Entry> entries = new ArrayList<>();

	private final HandlerCodecs codecs;

	private final ProblemReport problems;

	/**
	 * Creates the collection.
	 * @param codecs the handler's codecs
	 * @param problems takes what is wrong
	 */
	MessageMethods(HandlerCodecs codecs, ProblemReport problems) {
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
		HandlerCodecs.PerCodec<MessageTargets> result = this.codecs
			.each((codec) -> new MessageTargets(target(codec, PayloadKind.TEXT), target(codec, PayloadKind.BINARY)));
		Entry any = only(PayloadKind.ANY, (kind) -> kind == PayloadKind.ANY, this.codecs.all().get(0));
		if (any != null && result.values().stream().noneMatch((targets) -> targets.has(any.method()))) {
			problem(any, "it is never called: other methods take text and binary messages",
					"remove it, or one of the others");
		}
		return result;
	}

	private @Nullable HandlerMethod target(Codec codec, PayloadKind kind) {
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
			if (!kinds.test(entry.kind())) {
				continue;
			}
			if (result == null) {
				result = entry;
			}
			else {
				problem(entry, "it takes " + taken + " messages" + on(codec) + ", as " + result.method().name()
						+ " does already", "keep one, and tell messages apart inside it");
			}
		}
		return result;
	}

	private String on(Codec codec) {
		return (codec == this.codecs.all().get(0)) ? ""
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
	 */
	record Entry(Method declared, HandlerMethod method, PayloadKind kind) {

	}

}
