package io.aerosocket.internal.connection;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import io.aerosocket.CloseCode;
import io.aerosocket.CloseReason;
import io.aerosocket.ConnectionOptions;
import io.aerosocket.FailurePolicy;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WorkerTurn}, through a connection whose messages are handled by a
 * worker that works when the test says so.
 */
class WorkerTurnTests {

	private static final int TURN = WorkerTurn.LONGEST_MESSAGES;

	private static final CloseReason GOODBYE = new CloseReason(CloseCode.GOING_AWAY, "bye", false);

	private final Worker worker = new Worker();

	private final RecordingHandler handler = new RecordingHandler().on(this.worker, this.worker);

	private TestConnection peer;

	@AfterEach
	void everythingIsReleasedAndTheEndIsTold() {
		this.peer.channel().finishAndReleaseAll();
		this.handler.completeAll();
		this.worker.workOn();
		assertThat(this.peer.bytesLeftAfterTheEnd()).isZero();
		assertThat(this.handler.calls()).filteredOn((call) -> call.startsWith("close")).hasSize(1);
		assertThat(this.handler.calls()).last().asString().startsWith("close");
		assertThat(this.peer.registry().unfinished()).isZero();
		assertThat(this.peer.counted().pausedReads()).isZero();
	}

	@Test
	void whatOneReadBringsGoesToAThreadAtOnce() {
		open();
		this.peer.receive(text(1), text(2), TestConnection.frame(0x2, "binary"), text(3));
		assertThat(this.worker.tasks).hasSize(1);
		assertThat(this.handler.calls()).containsExactly("open");
		this.worker.workOnce();
		assertThat(this.handler.calls()).containsExactly("open", "1", "2", "binary", "3");
		assertThat(this.worker.tasks).isEmpty();
	}

	@Test
	void whatArrivesMeanwhileJoinsTheTurn() {
		this.handler.answering((connection, message) -> {
			if (this.handler.calls().size() == 2) {
				this.peer.receive(text(2), text(3));
			}
			return null;
		});
		open();
		this.peer.receive(text(1));
		this.worker.workOnce();
		assertThat(this.handler.calls()).containsExactly("open", "1", "2", "3");
		assertThat(this.worker.tasks).isEmpty();
		this.peer.receive(text(4));
		assertThat(this.worker.tasks).as("the next turn").hasSize(1);
	}

	@Test
	void aTurnGivesTheThreadBackToThoseWhoWaitForIt() {
		open();
		this.peer.receive(texts(0, TURN + 10));
		this.worker.execute(() -> this.handler.calls().add("another's"));
		this.worker.workOnce();
		assertThat(this.handler.calls()).hasSize(1 + TURN).last().isEqualTo(String.valueOf(TURN - 1));
		this.worker.workOnce();
		this.worker.workOnce();
		assertThat(this.handler.calls()).hasSize(1 + TURN + 1 + 10).element(1 + TURN).isEqualTo("another's");
		assertThat(this.worker.tasks).isEmpty();
	}

	@Test
	void aLongCallIsTheLastOfItsTurn() {
		this.handler.longestTurn(Duration.ZERO);
		open();
		this.peer.receive(text(1), text(2));
		this.worker.workOnce();
		assertThat(this.handler.calls()).containsExactly("open", "1");
		assertThat(this.worker.tasks).hasSize(1);
	}

	@Test
	void theNextCallWaitsForTheStageAndIsMadeByAWorker() {
		this.handler.asynchronous();
		open();
		this.handler.complete();
		this.peer.receive(text(1), text(2));
		this.worker.workOnce();
		this.peer.receive(text(3));
		assertThat(this.handler.calls()).containsExactly("open", "1");
		assertThat(this.worker.tasks).as("no thread waits").isEmpty();
		this.handler.complete();
		assertThat(this.handler.calls()).containsExactly("open", "1");
		this.worker.workOnce();
		assertThat(this.handler.calls()).containsExactly("open", "1", "2");
		this.handler.complete();
		this.worker.workOnce();
		this.handler.complete();
		assertThat(this.worker.tasks).isEmpty();
		assertThat(this.handler.calls()).containsExactly("open", "1", "2", "3");
	}

	@Test
	void aStageThatIsCompleteEndsNoTurn() {
		List<Supplier<CompletionStage<?>>> stages = List.of(() -> CompletableFuture.completedFuture("result"),
				() -> CompletableFuture.completedStage("result"),
				() -> CompletableFuture.failedStage(new IllegalStateException("failed")));
		this.handler
			.answering((connection, message) -> stages.get(Integer.parseInt(new String(message.toByteArray()))).get());
		open((options) -> options.failurePolicy(FailurePolicy.LOG));
		this.peer.receive(text(0), text(1), text(2), text(0));
		this.worker.workOnce();
		assertThat(this.handler.calls()).containsExactly("open", "0", "1", "2", "0");
		assertThat(this.worker.tasks).isEmpty();
		assertThat(this.peer.counted().handlerErrors()).isEqualTo(1);
	}

	@Test
	void whatIsThrownClosesAndWhatWasReadIsHandled() {
		this.handler.answering((connection, message) -> {
			throw new IllegalArgumentException("secret");
		});
		open();
		this.peer.receive(text(1), text(2));
		this.worker.workOnce();
		assertThat(this.handler.calls()).containsExactly("open", "1", "2");
		assertThat(this.peer.sent()).containsExactly("close 1011");
		assertThat(this.peer.listener().events()).filteredOn("failed IllegalArgumentException"::equals).hasSize(2);
	}

	@Test
	void everyCallIsTimed() {
		open();
		int before = this.peer.listener().handled();
		this.peer.receive(texts(0, 10));
		this.worker.workOnce();
		assertThat(this.peer.listener().handled() - before).isEqualTo(10);
	}

	@Test
	void whereNoThreadIsToBeHadEveryMessageFails() {
		open();
		this.worker.refusing = true;
		this.peer.receive(text(1), text(2));
		assertThat(this.peer.sent()).containsExactly("close 1011");
		assertThat(this.handler.calls()).containsExactly("open");
		assertThat(this.peer.listener().events()).filteredOn("failed RejectedExecutionException"::equals).hasSize(2);
	}

	@Test
	void theEndIsToldAfterTheTurn() {
		open();
		this.peer.receive(text(1), text(2), TestConnection.close(1000, "bye"));
		assertThat(this.peer.channel().isOpen()).isFalse();
		assertThat(this.handler.calls()).containsExactly("open");
		this.worker.workOnce();
		assertThat(this.handler.calls()).as("told on the event loop").containsExactly("open", "1", "2");
		this.peer.run();
		assertThat(this.handler.calls()).containsExactly("open", "1", "2", "close 1000 bye by peer");
	}

	@Test
	void theEndIsToldAfterAStageOfTheTurn() {
		this.handler.asynchronous();
		open();
		this.handler.complete();
		this.peer.receive(text(1), TestConnection.close(1000, ""));
		this.worker.workOnce();
		this.peer.run();
		assertThat(this.handler.calls()).containsExactly("open", "1");
		this.handler.complete();
		this.peer.run();
		assertThat(this.handler.calls()).containsExactly("open", "1", "close 1000 by peer");
	}

	@Test
	void messagesWaitForOnOpen() {
		this.handler.asynchronous();
		open();
		this.peer.receive(text(1), text(2));
		assertThat(this.worker.tasks).isEmpty();
		this.handler.complete();
		assertThat(this.worker.tasks).hasSize(1);
	}

	@Test
	void theOrderIsKeptBetweenThreads() {
		Worker other = new Worker();
		this.handler.on(this.worker, other);
		open();
		this.peer.receive(text(1), text(2), TestConnection.frame(0x2, "3"), TestConnection.frame(0x2, "4"), text(5));
		assertThat(other.tasks).isEmpty();
		this.worker.workOnce();
		assertThat(other.tasks).isEmpty();
		this.peer.run();
		other.workOnce();
		this.peer.run();
		this.worker.workOnce();
		assertThat(this.handler.calls()).containsExactly("open", "1", "2", "3", "4", "5");
	}

	@Test
	void theOrderIsKeptBetweenAWorkerAndTheEventLoop() {
		this.handler.on(null, this.worker);
		open();
		this.peer.receive(text(1), TestConnection.frame(0x2, "2"), text(3), TestConnection.frame(0x2, "4"), text(5));
		assertThat(this.handler.calls()).containsExactly("open", "1");
		this.worker.workOnce();
		assertThat(this.handler.calls()).containsExactly("open", "1", "2");
		this.peer.run();
		assertThat(this.handler.calls()).containsExactly("open", "1", "2", "3");
		this.worker.workOnce();
		this.peer.run();
		assertThat(this.handler.calls()).containsExactly("open", "1", "2", "3", "4", "5");
	}

	@Test
	void readingStopsAtTheBoundAndGoesOnInTheMiddleOfATurn() {
		List<Boolean> reading = new ArrayList<>();
		this.handler.answering((connection, message) -> {
			this.peer.run();
			reading.add(this.peer.channel().config().isAutoRead());
			return null;
		});
		open((options) -> options.maxPendingMessages(8));
		this.peer.receive(texts(0, 7));
		assertThat(this.peer.channel().config().isAutoRead()).isTrue();
		this.peer.receive(texts(7, 10));
		assertThat(this.peer.channel().config().isAutoRead()).isFalse();
		assertThat(this.peer.counted().messagesReceived()).as("the rest is not even decoded").isEqualTo(8);
		this.worker.workOnce();
		assertThat(reading).startsWith(false, false, false, true).hasSize(10).endsWith(true);
		assertThat(this.handler.calls()).hasSize(11).last().isEqualTo("9");
		assertThat(this.worker.tasks).isEmpty();
	}

	@Test
	void readingStopsAtTheBoundOfBytes() {
		open((options) -> options.maxPendingBytes(10));
		this.peer.receive(TestConnection.text("x".repeat(10)));
		assertThat(this.peer.channel().config().isAutoRead()).isFalse();
		this.worker.workOnce();
		this.peer.run();
		assertThat(this.peer.channel().config().isAutoRead()).isTrue();
	}

	@Test
	void aBoundOfOneLetsEverythingThrough() {
		open((options) -> options.maxPendingMessages(1));
		this.peer.receive(texts(0, 20));
		for (int i = 0; i < 20; i++) {
			this.worker.workOn();
			this.peer.run();
		}
		assertThat(this.handler.calls()).hasSize(21);
	}

	@Test
	void drainHandlesWhatWasReadAndThenCloses() {
		open((options) -> options.maxPendingMessages(2));
		this.peer.receive(texts(0, 6));
		this.peer.connection().drain(GOODBYE);
		assertThat(this.peer.sent()).isEmpty();
		for (int i = 0; i < 6; i++) {
			this.worker.workOn();
			this.peer.run();
		}
		assertThat(this.handler.calls()).hasSize(7);
		assertThat(this.peer.sent()).containsExactly("close 1001 bye");
	}

	@Test
	void whatWaitsIsGivenUpWhenTheServerEnds() {
		open();
		this.peer.receive(texts(0, 5));
		this.peer.connection().cutForGood();
		this.peer.run();
		this.worker.workOn();
		this.peer.run();
		assertThat(this.handler.calls()).hasSize(2).last().asString().startsWith("close 1006");
	}

	@Test
	void anIdleConnectionKeepsNoTurn() {
		open();
		this.peer.receive(text(1));
		this.worker.workOnce();
		this.peer.connection().sweep(System.nanoTime());
		this.peer.receive(text(2));
		this.worker.workOnce();
		assertThat(this.handler.calls()).containsExactly("open", "1", "2");
		this.peer.sent();
		assertThat(this.peer.reservedBytes()).isZero();
	}

	private void open() {
		open((options) -> options);
	}

	private void open(UnaryOperator<ConnectionOptions.Builder> options) {
		this.peer = TestConnection.open(this.handler, options);
	}

	private static String text(int number) {
		return TestConnection.text(String.valueOf(number));
	}

	private static String[] texts(int from, int to) {
		return IntStream.range(from, to).mapToObj(WorkerTurnTests::text).toArray(String[]::new);
	}

	/**
	 * A thread that works when it is told to.
	 */
	private static final class Worker implements Executor {

		private final Queue<Runnable> tasks = new ArrayDeque<>();

		private boolean refusing;

		@Override
		public void execute(Runnable task) {
			if (this.refusing) {
				throw new RejectedExecutionException();
			}
			this.tasks.add(task);
		}

		void workOnce() {
			this.tasks.remove().run();
		}

		void workOn() {
			while (!this.tasks.isEmpty()) {
				workOnce();
			}
		}

	}

}
