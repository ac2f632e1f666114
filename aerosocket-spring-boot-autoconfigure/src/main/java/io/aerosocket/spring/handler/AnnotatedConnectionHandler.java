package io.aerosocket.spring.handler;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.aerosocket.CloseCode;
import io.aerosocket.CloseReason;
import io.aerosocket.Connection;
import io.aerosocket.ConnectionClosedException;
import io.aerosocket.ConnectionHandler;
import io.aerosocket.Execution;
import io.aerosocket.Message;
import io.aerosocket.ProtocolViolationException;

/**
 * Calls the annotated methods of a bean for the engine's events.
 */
final class AnnotatedConnectionHandler implements ConnectionHandler {

	private static final Logger logger = LoggerFactory.getLogger(AnnotatedConnectionHandler.class);

	// Shared: they have no stack trace, and a peer must not be able to make us build
	// them.
	private static final CompletionStage<?> NO_TEXT = unsupported(PayloadKind.TEXT);

	private static final CompletionStage<?> NO_BINARY = unsupported(PayloadKind.BINARY);

	private final String name;

	private final @Nullable HandlerMethod open;

	private final HandlerCodecs.PerCodec<MessageTargets> messages;

	private final @Nullable HandlerMethod close;

	private final ErrorMethods errors;

	private final FaultAnswers answers;

	private final @Nullable Execution destruction;

	private final List<HandlerMethod> subscribers;

	private final boolean enveloped;

	/**
	 * Creates the handler.
	 * @param name its name in messages
	 * @param methods what it calls
	 * @param answers answers messages that no method could take
	 * @param destruction where a connection's beans are destroyed if no method is called
	 * for its end, or {@code null} if connections have no beans
	 */
	AnnotatedConnectionHandler(String name, HandlerMethods methods, FaultAnswers answers,
			@Nullable Execution destruction) {
		this.answers = answers;
		this.name = name;
		this.destruction = destruction;
		this.open = methods.open();
		this.messages = methods.messages();
		this.close = methods.close();
		this.errors = methods.errors();
		this.subscribers = methods.subscribers();
		this.enveloped = methods.enveloped();
	}

	@Override
	public @Nullable CompletionStage<?> onOpen(Connection connection) {
		CompletionStage<?> opened = open(connection);
		if (this.subscribers.isEmpty()) {
			return opened;
		}
		if (opened != null) {
			// Even if it failed: the connection may go on.
			return opened.whenComplete((result, ex) -> subscribe(connection));
		}
		subscribe(connection);
		return null;
	}

	private void subscribe(Connection connection) {
		for (HandlerMethod subscriber : this.subscribers) {
			CompletionStage<?> stage = subscriber.call(connection, null);
			if (stage != null) {
				stage.whenComplete((result, ex) -> streamEnded(connection, ex));
			}
		}
	}

	private @Nullable CompletionStage<?> open(Connection connection) {
		HandlerMethod method = this.open;
		if (method == null) {
			return null;
		}
		CompletionStage<?> stage = method.call(connection, null);
		if (stage == null || !method.repliesWithStream() || isFailed(stage)) {
			return checked(stage);
		}
		// Messages do not wait for the end of a stream that may have none.
		stage.whenComplete((result, ex) -> streamEnded(connection, ex));
		return null;
	}

	@Override
	public @Nullable CompletionStage<?> onMessage(Connection connection, Message message) {
		MessageTargets targets = this.messages.of(connection);
		boolean text = message instanceof Message.Text;
		MessageTarget target = text ? targets.text() : targets.binary();
		if (target == null) {
			return text ? NO_TEXT : NO_BINARY;
		}
		CompletionStage<?> stage = target.call(connection, message);
		return (stage != null) ? answered(connection, message, target, stage) : null;
	}

	@Override
	public @Nullable CompletionStage<?> onClose(Connection connection, CloseReason reason) {
		if (!this.subscribers.isEmpty()) {
			MessageStreams.end(connection, reason);
			OpenStreams.handled(connection);
		}
		HandlerMethod method = this.close;
		CompletionStage<?> stage = (method != null) ? method.call(connection, reason) : null;
		if (this.destruction == null) {
			return stage;
		}
		if (stage != null) {
			return stage.whenComplete((result, ex) -> ConnectionBeans.destroy(connection));
		}
		ConnectionBeans.destroy(connection);
		return null;
	}

	@Override
	public @Nullable CompletionStage<?> onError(Connection connection, Throwable error) {
		Throwable cause = ErrorMethods.unwrap(error);
		HandlerMethod method = this.errors.find(cause);
		if (method == null) {
			return CompletableFuture.failedFuture(violation(cause));
		}
		CompletionStage<?> handled = this.enveloped
				? method.call(connection, cause, FailedMessage.take(connection, cause))
				: method.call(connection, cause);
		return (handled != null) ? failedAgain(handled, cause) : null;
	}

	// What the method throws is left to the policy, and the error must not be lost by it.
	private static <T> CompletionStage<T> failedAgain(CompletionStage<T> handled, Throwable error) {
		return handled.exceptionallyCompose((ex) -> {
			Throwable again = ErrorMethods.unwrap(ex);
			ErrorMethods.remember(again, error);
			return CompletableFuture.failedFuture(violation(again));
		});
	}

	@Override
	public Execution execution(Event event) {
		return switch (event) {
			case OPEN -> MessageRoutes.strongest(Stream.concat(Stream.ofNullable(this.open), this.subscribers.stream())
				.map(AnnotatedConnectionHandler::execution));
			case TEXT -> strongest(MessageTargets::text);
			case BINARY -> strongest(MessageTargets::binary);
			case CLOSE -> (this.close == null && this.destruction != null) ? this.destruction : execution(this.close);
		};
	}

	@Override
	public String toString() {
		return this.name;
	}

	private Execution strongest(Function<MessageTargets, @Nullable MessageTarget> target) {
		return MessageRoutes
			.strongest(this.messages.values().stream().map(target).map(AnnotatedConnectionHandler::execution));
	}

	private static Execution execution(@Nullable MessageTarget target) {
		return (target != null) ? target.execution() : Execution.EVENT_LOOP;
	}

	// A message that no method could take is answered, unless a method does so. The
	// message is readable as long as this stage is not complete.
	private <T> CompletionStage<T> answered(Connection connection, Message message, MessageTarget target,
			CompletionStage<T> stage) {
		return stage.exceptionallyCompose((error) -> {
			Throwable cause = ErrorMethods.unwrap(error);
			if (cause instanceof PeerFault fault) {
				this.answers.count(fault);
			}
			if (this.errors.find(cause) != null) {
				if (this.enveloped) {
					FailedMessage.keep(connection, cause, target.id(message));
				}
				return CompletableFuture.failedFuture(cause);
			}
			return (cause instanceof PeerFault fault) ? this.answers.answer(connection, fault, () -> target.id(message))
					: CompletableFuture.failedFuture(cause);
		});
	}

	// A fault of the peer that no method takes becomes a violation, so that the engine
	// closes with its code whatever it does with other errors.
	private @Nullable CompletionStage<?> checked(@Nullable CompletionStage<?> stage) {
		if (stage == null) {
			return null;
		}
		return stage.exceptionallyCompose((error) -> {
			Throwable cause = ErrorMethods.unwrap(error);
			return CompletableFuture.failedFuture((this.errors.find(cause) != null) ? cause : violation(cause));
		});
	}

	private static Throwable violation(Throwable error) {
		if (AccessFaults.isOne(error)) {
			return AccessFaults.toViolation(error);
		}
		return (error instanceof PeerFault fault) ? fault.toViolation() : error;
	}

	private void streamEnded(Connection connection, @Nullable Throwable error) {
		if (error == null || isEnd(connection, error)) {
			return;
		}
		CompletionStage<?> handled = onError(connection, error);
		if (handled != null) {
			handled.whenComplete((result, unhandled) -> {
				if (unhandled != null) {
					closeFor(connection, ErrorMethods.unwrap(unhandled));
				}
			});
		}
	}

	private void closeFor(Connection connection, Throwable error) {
		if (error instanceof ProtocolViolationException violation) {
			// The peer's fault: it must not be able to fill the log.
			logger.debug("The stream of {} to connection {}: {}", this.name, connection.id(), error.getMessage());
			connection.close(violation.closeCode(), String.valueOf(error.getMessage()));
		}
		else {
			logger.error("The stream of {} to connection {} failed", this.name, connection.id(), error);
			connection.close(CloseCode.INTERNAL_ERROR, "");
		}
	}

	// That a connection has ended is told by onClose.
	private static boolean isEnd(Connection connection, Throwable error) {
		return !connection.isOpen() && ErrorMethods.unwrap(error) instanceof ConnectionClosedException;
	}

	private static boolean isFailed(CompletionStage<?> stage) {
		return stage instanceof CompletableFuture<?> future && future.getClass() == CompletableFuture.class
				&& future.isCompletedExceptionally();
	}

	private static CompletionStage<?> unsupported(PayloadKind kind) {
		return CompletableFuture.failedFuture(
				new ProtocolViolationException(CloseCode.UNSUPPORTED_DATA, "this path takes no " + kind + " messages"));
	}

}
