package io.aerosocket.server;

import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.aerosocket.CloseReason;
import io.aerosocket.Connection;
import io.aerosocket.ConnectionHandler;
import io.aerosocket.Execution;
import io.aerosocket.Message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * A connection's calls come one at a time and in order, wherever they run and however
 * long their stages take.
 */
class HandlerOrderTests {

	private static final int MESSAGES = 500;

	private final Queue<String> calls = new ConcurrentLinkedQueue<>();

	private final Queue<Thread> threads = new ConcurrentLinkedQueue<>();

	private final CompletableFuture<Void> opening = new CompletableFuture<>();

	private final CompletableFuture<Void> gate = new CompletableFuture<>();

	private final CountDownLatch bothInside = new CountDownLatch(2);

	@RegisterExtension
	final TestServer server = TestServer
		.with((builder) -> builder.route("/loop", new OneAtATime(Execution.EVENT_LOOP, false))
			.route("/async", new OneAtATime(Execution.EVENT_LOOP, true))
			.route("/worker", new OneAtATime(Execution.WORKER, false))
			.route("/worker-async", new OneAtATime(Execution.WORKER, true))
			.route("/mixed", new Mixed())
			.route("/gated", new Gated())
			.route("/meet", new RecordingHandler(Execution.WORKER, this::meet)));

	@ParameterizedTest
	@ValueSource(strings = { "/loop", "/async", "/worker", "/worker-async", "/mixed" })
	void callsComeOneAtATimeAndInOrder(String path) {
		try (RawPeer peer = this.server.open(path)) {
			for (int i = 0; i < MESSAGES; i++) {
				peer.write((i % 3 == 0) ? ClientFrames.binary(ClientFrames.ascii("" + i)) : ClientFrames.text("" + i));
			}
			for (int i = 0; i < MESSAGES; i++) {
				assertThat(peer.readFrame().text()).isEqualTo("" + i);
			}
			peer.closeRegularly();
		}
		await().atMost(RawPeer.DEADLINE).untilAsserted(() -> assertThat(this.calls).contains("close"));
		assertThat(this.calls).startsWith("open", "0").endsWith("" + (MESSAGES - 1), "close").hasSize(MESSAGES + 2);
	}

	@Test
	void workersAreOtherThreadsThanTheEventLoop() {
		try (RawPeer loop = this.server.open("/loop"); RawPeer worker = this.server.open("/worker")) {
			loop.assertEchoes("x").closeRegularly();
			worker.assertEchoes("x").closeRegularly();
		}
		this.server.awaitEmpty();
		await().until(() -> this.threads.size() == 6);
		assertThat(this.threads.stream().filter((thread) -> thread == this.threads.peek()).count()).isEqualTo(3);
	}

	@Test
	void connectionsDoNotWaitForEachOther() {
		try (RawPeer first = this.server.open("/meet"); RawPeer second = this.server.open("/meet")) {
			first.write(ClientFrames.text("a"));
			second.write(ClientFrames.text("b"));
			assertThat(first.readFrame().text()).isEqualTo("met");
			assertThat(second.readFrame().text()).isEqualTo("met");
			first.closeRegularly();
			second.closeRegularly();
		}
	}

	@Test
	void messagesWaitForTheStageOfOnOpen() {
		try (RawPeer peer = this.server.open("/gated")) {
			peer.write(ClientFrames.text("early"), ClientFrames.ping("now"));
			assertThat(peer.readFrame()).hasToString("opcode 10 (3) now");
			assertThat(this.calls).containsExactly("open");
			this.opening.complete(null);
			await().untilAsserted(() -> assertThat(this.calls).containsExactly("open", "early"));
			this.gate.complete(null);
			peer.closeRegularly();
		}
	}

	@Test
	void onCloseWaitsForTheMessagesBeforeIt() {
		this.opening.complete(null);
		try (RawPeer peer = this.server.open("/gated")) {
			peer.write(ClientFrames.text("a"), ClientFrames.text("b"));
			await().untilAsserted(() -> assertThat(this.calls).containsExactly("open", "a"));
			peer.write(ClientFrames.close(1000));
			peer.reset();
		}
		await().until(() -> this.server.server().connections().count() == 0);
		assertThat(this.calls).containsExactly("open", "a");
		this.gate.complete(null);
		await().untilAsserted(() -> assertThat(this.calls).containsExactly("open", "a", "b", "close"));
	}

	@Test
	@EnabledForJreRange(max = JRE.JAVA_20)
	void virtualThreadsAreRefusedWhereThereAreNone() {
		OneAtATime handler = new OneAtATime(Execution.VIRTUAL_THREAD, false);
		AeroServer.Builder builder = AeroServer.builder().route("/", handler);
		assertThatIllegalArgumentException().isThrownBy(builder::build).withMessageContaining("Java 21");
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void callsMayRunOnVirtualThreads() throws Exception {
		OneAtATime handler = new OneAtATime(Execution.VIRTUAL_THREAD, false);
		try (TestServer virtual = TestServer.started((builder) -> builder.route("/", handler));
				RawPeer peer = virtual.open("/")) {
			for (int i = 0; i < 100; i++) {
				peer.assertEchoes("" + i);
			}
			peer.closeRegularly();
		}
		assertThat(this.calls).startsWith("open", "0").endsWith("99", "close");
		for (Thread thread : this.threads) {
			assertThat(Thread.class.getMethod("isVirtual").invoke(thread)).isEqualTo(true);
		}
	}

	private CompletionStage<?> meet(Connection connection, Message message) {
		this.bothInside.countDown();
		try {
			assertThat(this.bothInside.await(5, TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		connection.sendText("met");
		return CompletableFuture.completedStage(null);
	}

	private final class OneAtATime implements ConnectionHandler {

		private final AtomicInteger inside = new AtomicInteger();

		private final Execution execution;

		private final boolean async;

		private OneAtATime(Execution execution, boolean async) {
			this.execution = execution;
			this.async = async;
		}

		@Override
		public CompletionStage<?> onOpen(Connection connection) {
			return call("open", () -> {
			});
		}

		@Override
		public CompletionStage<?> onMessage(Connection connection, Message message) {
			String text = new String(message.toByteArray(), StandardCharsets.UTF_8);
			// Sends the message itself, to see that it is readable until the stage ends.
			return call(text, () -> connection.send(message));
		}

		@Override
		public CompletionStage<?> onClose(Connection connection, CloseReason reason) {
			return call("close", () -> {
			});
		}

		@Override
		public Execution execution(Event event) {
			return this.execution;
		}

		private CompletionStage<?> call(String name, Runnable work) {
			assertThat(this.inside.incrementAndGet()).as("calls at the same time").isEqualTo(1);
			HandlerOrderTests.this.calls.add(name);
			HandlerOrderTests.this.threads.add(Thread.currentThread());
			Runnable rest = () -> {
				work.run();
				this.inside.decrementAndGet();
			};
			if (this.async) {
				return CompletableFuture.runAsync(rest, ForkJoinPool.commonPool());
			}
			rest.run();
			return null;
		}

	}

	/** Texts on a worker, everything else on the event loop. */
	private final class Mixed implements ConnectionHandler {

		private final OneAtATime calls = new OneAtATime(Execution.EVENT_LOOP, false);

		@Override
		public CompletionStage<?> onOpen(Connection connection) {
			return this.calls.onOpen(connection);
		}

		@Override
		public CompletionStage<?> onMessage(Connection connection, Message message) {
			return this.calls.onMessage(connection, message);
		}

		@Override
		public CompletionStage<?> onClose(Connection connection, CloseReason reason) {
			return this.calls.onClose(connection, reason);
		}

		@Override
		public Execution execution(Event event) {
			return (event == Event.TEXT) ? Execution.WORKER : Execution.EVENT_LOOP;
		}

	}

	/** Opens, and handles its messages, when the test lets it. */
	private final class Gated implements ConnectionHandler {

		@Override
		public CompletionStage<?> onOpen(Connection connection) {
			HandlerOrderTests.this.calls.add("open");
			return HandlerOrderTests.this.opening;
		}

		@Override
		public CompletionStage<?> onMessage(Connection connection, Message message) {
			HandlerOrderTests.this.calls.add(((Message.Text) message).text());
			return HandlerOrderTests.this.gate;
		}

		@Override
		public CompletionStage<?> onClose(Connection connection, CloseReason reason) {
			HandlerOrderTests.this.calls.add("close");
			return null;
		}

	}

}
