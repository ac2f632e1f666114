package io.aerosocket.internal.dispatch;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.mockito.Mockito;

import io.aerosocket.CloseCode;
import io.aerosocket.CloseReason;
import io.aerosocket.Connection;
import io.aerosocket.ConnectionHandler;
import io.aerosocket.Execution;
import io.aerosocket.Message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link HandlerExecution} and {@link HandlerExecutors}: which thread a call
 * runs on, and where its errors go.
 */
class HandlerExecutionTests {

	private static final Message TEXT = Message.text("text");

	private static final Message BINARY = Message.binary(new byte[1]);

	private static final CloseReason REASON = new CloseReason(CloseCode.NORMAL, "", true);

	private final HandlerExecutors executors = new HandlerExecutors(2);

	private final Connection connection = Mockito.mock(Connection.class);

	private final Application application = new Application();

	@AfterEach
	void shutDown() {
		this.executors.shutdown();
	}

	@ParameterizedTest
	@EnumSource
	void onTheEventLoopACallRunsOnTheCallersThread(Call call) {
		HandlerExecution execution = execution(Execution.EVENT_LOOP);
		assertThat(call.make(execution, this.connection)).isNull();
		assertThat(this.application.threads).containsExactly(Thread.currentThread());
	}

	@ParameterizedTest
	@EnumSource
	void onAWorkerACallRunsElsewhere(Call call) {
		await(call.make(execution(Execution.WORKER), this.connection));
		assertThat(this.application.threads).singleElement()
			.satisfies((thread) -> assertThat(thread.getName()).startsWith("aerosocket-worker")
				.isNotEqualTo(Thread.currentThread().getName()))
			.satisfies((thread) -> assertThat(thread.isDaemon()).isTrue());
	}

	@ParameterizedTest
	@EnumSource
	void onAVirtualThreadACallRunsOnOneOfItsOwn(Call call) throws Exception {
		Assumptions.assumeTrue(Runtime.version().feature() >= 21,
				() -> "no virtual threads on Java " + Runtime.version().feature() + " (expected: 21 or later)");
		HandlerExecution execution = execution(Execution.VIRTUAL_THREAD);
		await(call.make(execution, this.connection));
		await(call.make(execution, this.connection));
		assertThat(this.application.threads).hasSize(2).doesNotHaveDuplicates();
		for (Thread thread : this.application.threads) {
			assertThat(Thread.class.getMethod("isVirtual").invoke(thread)).isEqualTo(true);
			assertThat(thread.getName()).startsWith("aerosocket-virtual-");
		}
	}

	@Test
	void virtualThreadsAreRefusedWhereThereAreNone() {
		Assumptions.assumeTrue(Runtime.version().feature() < 21,
				() -> "virtual threads exist on Java " + Runtime.version().feature());
		assertThatIllegalArgumentException().isThrownBy(() -> execution(Execution.VIRTUAL_THREAD))
			.withMessageContaining("VIRTUAL_THREAD")
			.withMessageContaining("expected: Java 21 or later");
	}

	@Test
	void eachEventRunsWhereItWasAskedFor() {
		this.application.execution = (event) -> (event == ConnectionHandler.Event.BINARY) ? Execution.WORKER
				: Execution.EVENT_LOOP;
		HandlerExecution execution = new HandlerExecution(this.application, this.executors);
		assertThat(execution.execution(ConnectionHandler.Event.BINARY)).isEqualTo(Execution.WORKER);
		assertThat(execution.execution(ConnectionHandler.Event.TEXT)).isEqualTo(Execution.EVENT_LOOP);
		assertThat(message(execution, this.connection, TEXT)).isNull();
		assertThat(this.application.threads).containsExactly(Thread.currentThread());
		await(message(execution, this.connection, BINARY));
		assertThat(this.application.threads).hasSize(2);
		assertThat(this.application.threads.get(1)).isNotSameAs(Thread.currentThread());
	}

	@Test
	void workersAreBounded() throws Exception {
		CountDownLatch go = new CountDownLatch(1);
		this.application.answer = (connection) -> {
			try {
				go.await(10, TimeUnit.SECONDS);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			return null;
		};
		HandlerExecution execution = execution(Execution.WORKER);
		List<CompletionStage<?>> stages = new ArrayList<>();
		for (int i = 0; i < 6; i++) {
			stages.add(message(execution, this.connection, TEXT));
		}
		Awaitility.await().until(() -> this.application.threads.size() == 2);
		assertThat(stages).noneMatch((stage) -> stage.toCompletableFuture().isDone());
		go.countDown();
		stages.forEach(HandlerExecutionTests::await);
		assertThat(this.application.threads).hasSize(6);
		assertThat(new HashSet<>(this.application.threads)).hasSize(2);
	}

	@ParameterizedTest
	@EnumSource
	void aStageIsWaitedFor(Execution where) {
		Assumptions.assumeTrue(where != Execution.VIRTUAL_THREAD || Runtime.version().feature() >= 21,
				() -> "no virtual threads on Java " + Runtime.version().feature());
		CompletableFuture<Object> stage = new CompletableFuture<>();
		this.application.answer = (connection) -> stage;
		CompletionStage<?> done = message(execution(where), this.connection, TEXT);
		Awaitility.await().until(() -> this.application.threads.size() == 1);
		assertThat(done.toCompletableFuture()).isNotDone();
		stage.complete("result");
		await(done);
	}

	@ParameterizedTest
	@EnumSource
	void whatIsThrownGoesToOnErrorOnTheSameThread(Call call) {
		for (Execution where : List.of(Execution.EVENT_LOOP, Execution.WORKER)) {
			Application failing = new Application();
			failing.execution = (event) -> where;
			failing.answer = (connection) -> {
				throw new IllegalStateException("thrown");
			};
			failing.errorAnswer = (error) -> null;
			CompletionStage<?> stage = call.make(new HandlerExecution(failing, this.executors), this.connection);
			if (stage != null) {
				await(stage);
			}
			assertThat(failing.errors).singleElement().isInstanceOf(IllegalStateException.class);
			assertThat(failing.threads).hasSize(2);
			assertThat(failing.threads.get(0)).isSameAs(failing.threads.get(1));
		}
	}

	@Test
	void whatOnPongThrowsGoesToOnError() {
		this.application.answer = (connection) -> {
			throw new IllegalStateException("thrown");
		};
		this.application.errorAnswer = (error) -> null;
		execution(Execution.EVENT_LOOP).onPong(this.connection, ByteBuffer.allocate(0));
		assertThat(this.application.errors).singleElement().isInstanceOf(IllegalStateException.class);
	}

	@Test
	void errorsThatAreNoExceptionsGoThereAsWell() {
		this.application.answer = (connection) -> {
			throw new StackOverflowError();
		};
		this.application.errorAnswer = (error) -> null;
		assertThat(message(execution(Execution.EVENT_LOOP), this.connection, TEXT)).isNull();
		assertThat(this.application.errors).singleElement().isInstanceOf(StackOverflowError.class);
	}

	@ParameterizedTest
	@EnumSource(names = { "EVENT_LOOP", "WORKER" })
	void whatAStageFailsWithGoesToOnErrorUnwrapped(Execution where) {
		CompletableFuture<Object> stage = new CompletableFuture<>();
		this.application.answer = (connection) -> stage.thenApply((result) -> result);
		this.application.errorAnswer = (error) -> null;
		CompletionStage<?> done = message(execution(where), this.connection, TEXT);
		stage.completeExceptionally(new CompletionException(new IllegalStateException("failed")));
		await(done);
		assertThat(this.application.errors).singleElement().isInstanceOf(IllegalStateException.class);
	}

	@ParameterizedTest
	@EnumSource(names = { "EVENT_LOOP", "WORKER" })
	void whatIsNotHandledFailsTheStage(Execution where) {
		this.application.answer = (connection) -> {
			throw new IllegalStateException("unhandled");
		};
		CompletionStage<?> done = message(execution(where), this.connection, TEXT);
		assertThat(done.toCompletableFuture()).completesExceptionallyWithin(Duration.ofSeconds(10))
			.withThrowableThat()
			.withRootCauseInstanceOf(IllegalStateException.class)
			.withMessageContaining("unhandled");
	}

	@Test
	void anErrorHandlerThatTakesTimeIsWaitedFor() {
		CompletableFuture<Object> handled = new CompletableFuture<>();
		this.application.answer = (connection) -> CompletableFuture.failedStage(new IllegalStateException());
		this.application.errorAnswer = (error) -> handled;
		CompletionStage<?> done = message(execution(Execution.EVENT_LOOP), this.connection, TEXT);
		assertThat(done.toCompletableFuture()).isNotDone();
		handled.complete(null);
		await(done);
	}

	@Test
	void anErrorHandlerThatThrowsFailsTheStage() {
		this.application.answer = (connection) -> {
			throw new IllegalStateException("first");
		};
		this.application.errorAnswer = (error) -> {
			throw new IllegalArgumentException("second");
		};
		CompletionStage<?> done = message(execution(Execution.EVENT_LOOP), this.connection, TEXT);
		assertThat(done.toCompletableFuture()).completesExceptionallyWithin(Duration.ofSeconds(1))
			.withThrowableThat()
			.withRootCauseInstanceOf(IllegalArgumentException.class);
	}

	@Test
	void afterShutdownCallsFail() {
		HandlerExecution execution = execution(Execution.WORKER);
		this.executors.shutdown();
		assertThat(message(execution, this.connection, TEXT).toCompletableFuture())
			.completesExceptionallyWithin(Duration.ofSeconds(1))
			.withThrowableThat()
			.withCauseInstanceOf(RejectedExecutionException.class);
		assertThat(this.application.threads).isEmpty();
	}

	@Test
	void shutdownLetsRunningCallsFinish() throws Exception {
		CountDownLatch go = new CountDownLatch(1);
		this.application.answer = (connection) -> {
			try {
				go.await(10, TimeUnit.SECONDS);
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException("interrupted");
			}
			return null;
		};
		CompletionStage<?> done = message(execution(Execution.WORKER), this.connection, TEXT);
		Awaitility.await().until(() -> this.application.threads.size() == 1);
		this.executors.shutdown();
		go.countDown();
		await(done);
	}

	@ParameterizedTest
	@EnumSource
	void anErrorWhoseHandlingFailsIsNotLost(Again how) {
		IllegalStateException first = new IllegalStateException("first");
		IllegalStateException again = new IllegalStateException("again");
		this.application.answer = (connection) -> {
			throw first;
		};
		this.application.errorAnswer = (error) -> how.fail(again);
		assertThat(failure(message(execution(Execution.EVENT_LOOP), this.connection, TEXT))).isSameAs(again)
			.hasSuppressedException(first);
	}

	@Test
	void anErrorThatTheNextOneTellsOfIsNotAddedAgain() {
		IllegalStateException first = new IllegalStateException("first");
		this.application.answer = (connection) -> {
			throw first;
		};
		this.application.errorAnswer = (error) -> CompletableFuture.failedStage(new RuntimeException(error));
		assertThat(failure(message(execution(Execution.EVENT_LOOP), this.connection, TEXT))).hasCause(first)
			.hasNoSuppressedExceptions();
	}

	@Test
	void anExceptionThatIsThrownAgainAndAgainDoesNotGrow() {
		IllegalStateException shared = new IllegalStateException("shared");
		this.application.answer = (connection) -> {
			throw new IllegalStateException("other");
		};
		this.application.errorAnswer = (error) -> CompletableFuture.failedStage(shared);
		HandlerExecution execution = execution(Execution.EVENT_LOOP);
		for (int i = 0; i < 100; i++) {
			failure(message(execution, this.connection, TEXT));
		}
		assertThat(shared.getSuppressed()).hasSizeLessThan(20);
	}

	@Test
	void withoutHandlersThatLeaveTheLoopNoThreadIsStarted() {
		message(execution(Execution.EVENT_LOOP), this.connection, TEXT);
		new HandlerExecutors(1).shutdown();
		assertThatIllegalArgumentException().isThrownBy(() -> this.executors.executor(Execution.EVENT_LOOP));
	}

	private HandlerExecution execution(Execution where) {
		this.application.execution = (event) -> where;
		return new HandlerExecution(this.application, this.executors);
	}

	private static void await(CompletionStage<?> stage) {
		assertThat(stage.toCompletableFuture()).succeedsWithin(Duration.ofSeconds(10));
	}

	private static Throwable failure(CompletionStage<?> stage) {
		return stage.handle((result, error) -> (error instanceof CompletionException) ? error.getCause() : error)
			.toCompletableFuture()
			.join();
	}

	// As a connection does, but for one message at a time.
	private static CompletionStage<?> message(HandlerExecution execution, Connection connection, Message message) {
		Executor threads = execution.threads(message instanceof Message.Text);
		if (threads == null) {
			return execution.onMessage(connection, message);
		}
		try {
			return CompletableFuture.supplyAsync(() -> execution.onMessage(connection, message), threads)
				.thenCompose((stage) -> (stage != null) ? stage : CompletableFuture.completedStage(null));
		}
		catch (RejectedExecutionException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	/**
	 * The calls that a handler gets.
	 */
	enum Call {

		OPEN, TEXT, BINARY, CLOSE;

		CompletionStage<?> make(HandlerExecution handler, Connection connection) {
			return switch (this) {
				case OPEN -> handler.onOpen(connection);
				case TEXT -> message(handler, connection, HandlerExecutionTests.TEXT);
				case BINARY -> message(handler, connection, HandlerExecutionTests.BINARY);
				case CLOSE -> handler.onClose(connection, REASON);
			};
		}

	}

	/**
	 * How handling an error fails.
	 */
	enum Again {

		THROW, FAIL, FAIL_LATER;

		CompletionStage<?> fail(RuntimeException error) {
			return switch (this) {
				case THROW -> throw error;
				case FAIL -> CompletableFuture.failedStage(error);
				case FAIL_LATER -> CompletableFuture.supplyAsync(() -> {
					throw error;
				});
			};
		}

	}

	/**
	 * An application's handler.
	 */
	private static final class Application implements ConnectionHandler {

		private final List<Thread> threads = Collections.synchronizedList(new ArrayList<>());

		private final List<Throwable> errors = Collections.synchronizedList(new ArrayList<>());

		private Function<Event, Execution> execution = (event) -> Execution.EVENT_LOOP;

		private Function<Connection, CompletionStage<?>> answer = (connection) -> null;

		private Function<Throwable, CompletionStage<?>> errorAnswer = CompletableFuture::failedStage;

		@Override
		public CompletionStage<?> onOpen(Connection connection) {
			return called(connection);
		}

		@Override
		public CompletionStage<?> onMessage(Connection connection, Message message) {
			return called(connection);
		}

		@Override
		public void onPong(Connection connection, ByteBuffer payload) {
			called(connection);
		}

		@Override
		public CompletionStage<?> onClose(Connection connection, CloseReason reason) {
			return called(connection);
		}

		@Override
		public CompletionStage<?> onError(Connection connection, Throwable error) {
			this.threads.add(Thread.currentThread());
			this.errors.add(error);
			return this.errorAnswer.apply(error);
		}

		@Override
		public Execution execution(Event event) {
			return this.execution.apply(event);
		}

		private CompletionStage<?> called(Connection connection) {
			this.threads.add(Thread.currentThread());
			return this.answer.apply(connection);
		}

	}

}
