package io.aerosocket.spring.handler;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.aerosocket.Connection;

/**
 * Answers the messages of a handler's connections that no method could take.
 */
final class FaultAnswers {

	private final RoutingSettings settings;

	private final MessageFaults counts;

	// Without a writer where a codec has no objects of names and values.
	private final HandlerCodecs.PerCodec<Optional<PayloadWriter>> writers;

	/**
	 * Creates the answers.
	 * @param settings which ones to give
	 * @param counts counts them
	 * @param codecs the handler's codecs
	 */
	FaultAnswers(RoutingSettings settings, MessageFaults counts, HandlerCodecs codecs) {
		this.settings = settings;
		this.counts = counts;
		this.writers = codecs.each((codec) -> Optional.ofNullable(PayloadWriter.of(codec, Map.class)));
	}

	/**
	 * Counts a fault.
	 * @param fault the fault
	 */
	void count(PeerFault fault) {
		FaultReason reason = fault.reason();
		if (reason != null) {
			this.counts.add(reason);
		}
	}

	/**
	 * Answers a fault that no method handles.
	 * @param <T> whatever is expected of the call
	 * @param connection the connection
	 * @param fault the fault
	 * @param id finds the id of the message, if it has one
	 * @return a stage that succeeds, or fails with what the connection is to be closed
	 * for
	 */
	<T> CompletionStage<@Nullable T> answer(Connection connection, PeerFault fault, Supplier<@Nullable Object> id) {
		FaultReason reason = fault.reason();
		FaultAnswer answer = (reason != null) ? this.settings.answer(reason) : FaultAnswer.CLOSE;
		Optional<PayloadWriter> writer = this.writers.of(connection);
		if (reason != null && answer == FaultAnswer.ERROR_REPLY && writer.isPresent()) {
			writer.get().send(connection, reply(reason, fault, id.get()));
			return CompletableFuture.completedStage(null);
		}
		return (answer == FaultAnswer.IGNORE) ? CompletableFuture.completedStage(null)
				: CompletableFuture.failedStage(fault.toViolation());
	}

	private Map<String, Object> reply(FaultReason reason, PeerFault fault, @Nullable Object id) {
		Map<String, Object> reply = new LinkedHashMap<>();
		reply.put(this.settings.format().routeProperty(), EnvelopeReply.ERROR);
		if (id != null) {
			reply.put(this.settings.format().idProperty(), id);
		}
		reply.put("code", reason.code());
		reply.put("message", fault.getMessage());
		return reply;
	}

}
