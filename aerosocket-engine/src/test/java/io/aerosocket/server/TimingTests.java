package io.aerosocket.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.aerosocket.Connection;
import io.aerosocket.ConnectionHandler;
import io.aerosocket.ConnectionOptions;
import io.aerosocket.Execution;
import io.aerosocket.Handshake;
import io.aerosocket.telemetry.HandshakeOutcome;
import io.aerosocket.telemetry.TimingListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What a {@link TimingListener} hears.
 */
class TimingTests {

	private static final int SAMPLE = TimingListener.SAMPLE;

	/** The last one is in the sample. */
	private static final int WAITING = SAMPLE + 1;

	private static final Duration BLOCKED = Duration.ofMillis(300);

	private final CountDownLatch goOn = new CountDownLatch(1);

	private final Times times = new Times();

	@RegisterExtension
	final TestServer server = TestServer.with((builder) -> builder.route("/echo", TestServer.ECHO)
		.route("/worker", new RecordingHandler(Execution.WORKER, (connection, message) -> {
			waitForTheTest();
			connection.send(message);
			return null;
		}), new RouteOptions(ConnectionOptions.builder().maxPendingMessages(2 * WAITING).build(), null, null))
		.route("/blocks", ConnectionHandler.of((connection, message) -> {
			waitForTheTest();
			connection.send(message);
		}))
		.route("/ping", TestServer.ECHO,
				new RouteOptions(ConnectionOptions.builder().pingInterval(Duration.ofMillis(100)).build(), null, null))
		.listener(new Faulty())
		.listener(this.times));

	@Test
	void everyHandshakeIsHeardWithItsOutcome() {
		this.server.open("/echo").closeRegularly();
		try (RawPeer peer = this.server.connect()) {
			peer.write(RawRequest.to("/unknown").bytes());
			peer.readResponse();
		}
		await().untilAsserted(() -> assertThat(this.times.handshakes).containsExactly(HandshakeOutcome.ACCEPTED,
				HandshakeOutcome.REFUSED));
		RawPeer gone = this.server.connect();
		await().until(() -> this.server.snapshot().handshaking() == 1);
		gone.close();
		await().untilAsserted(() -> assertThat(this.times.handshakes).hasSize(3).contains(HandshakeOutcome.ABANDONED));
	}

	@Test
	void oneMessageIn256IsHeardInEachDirection() {
		try (RawPeer peer = this.server.open("/echo")) {
			for (int i = 0; i < 4 * SAMPLE; i++) {
				peer.assertEchoes("12345");
			}
			assertThat(this.times.received).hasSize(4).allMatch((time) -> time.bytes == 5);
			assertThat(this.times.sent).hasSize(4).allMatch((time) -> time.bytes == 5 && time.nanos == 0);
			await().untilAsserted(() -> assertThat(this.times.flushed).hasSizeBetween(4, 5));
			peer.closeRegularly();
		}
	}

	@Test
	void aMessageWaitsUntilItsHandlerIsDoneWithThoseBefore() {
		try (RawPeer peer = this.server.open("/worker")) {
			byte[] message = ClientFrames.text("x");
			for (int i = 0; i < WAITING; i++) {
				peer.write(message);
			}
			await().until(() -> this.server.snapshot().messagesReceived() == WAITING);
			long allWait = System.nanoTime();
			await().until(() -> System.nanoTime() - allWait >= BLOCKED.toNanos());
			this.goOn.countDown();
			peer.readFrames(WAITING);
			assertThat(this.times.received).hasSize(2);
			assertThat(Collections.max(this.times.received).nanos).isGreaterThanOrEqualTo(BLOCKED.toNanos());
			peer.closeRegularly();
		}
	}

	@Test
	void whatIsSentFromElsewhereWaitsInTheQueue() {
		this.goOn.countDown();
		try (RawPeer peer = this.server.open("/worker")) {
			// By chance: that none of these is in the sample is less likely than 1e-8.
			for (int i = 0; i < 5000; i++) {
				peer.assertEchoes("x");
			}
			assertThat(this.times.sent).isNotEmpty().hasSizeLessThan(200).allMatch((time) -> time.nanos > 0);
			peer.closeRegularly();
		}
	}

	@Test
	void theAnswerToAPingIsHeardOnce() {
		try (RawPeer peer = this.server.open("/ping")) {
			RawFrame ping = peer.readFrame();
			assertThat(this.times.answers).isEmpty();
			peer.write(ClientFrames.pong(ping.text()), ClientFrames.pong(ping.text()), ClientFrames.pong("else"));
			await().untilAsserted(() -> assertThat(this.times.answers).hasSize(1));
			peer.assertEchoes("x");
			assertThat(this.times.answers).hasSize(1).allMatch((nanos) -> nanos >= 0);
			peer.closeRegularly();
		}
	}

	@Test
	void anEventLoopThatIsBlockedRunsLate() {
		await().until(() -> this.times.loops.get() > 0);
		try (RawPeer peer = this.server.open("/blocks")) {
			peer.write(ClientFrames.text("x"));
			await().until(() -> this.server.snapshot().messagesReceived() == 1);
			long blocked = System.nanoTime();
			// Longer than the time between two looks, whose start nobody knows.
			await().until(() -> System.nanoTime() - blocked >= BLOCKED.toNanos());
			this.goOn.countDown();
			peer.readFrame();
			await().untilAsserted(() -> assertThat(this.times.latest.get()).isGreaterThan(BLOCKED.toNanos() / 2));
			peer.closeRegularly();
		}
	}

	private void waitForTheTest() {
		try {
			this.goOn.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private record Time(int bytes, long nanos) implements Comparable<Time> {

		@Override
		public int compareTo(Time other) {
			return Long.compare(this.nanos, other.nanos);
		}

	}

	private static final class Times implements TimingListener {

		private final List<HandshakeOutcome> handshakes = Collections.synchronizedList(new ArrayList<>());

		private final Queue<Time> received = new ConcurrentLinkedQueue<>();

		private final Queue<Time> sent = new ConcurrentLinkedQueue<>();

		private final Queue<Long> flushed = new ConcurrentLinkedQueue<>();

		private final Queue<Long> answers = new ConcurrentLinkedQueue<>();

		private final AtomicLong loops = new AtomicLong();

		private final AtomicLong latest = new AtomicLong();

		@Override
		public void handshakeEnded(HandshakeOutcome outcome, Handshake handshake, long nanos) {
			assertThat(handshake != null).isEqualTo(outcome == HandshakeOutcome.ACCEPTED);
			assertThat(nanos).isNotNegative();
			this.handshakes.add(outcome);
		}

		@Override
		public void received(Connection connection, int bytes, long nanos) {
			this.received.add(new Time(bytes, nanos));
		}

		@Override
		public void sent(Connection connection, int bytes, long nanos) {
			this.sent.add(new Time(bytes, nanos));
		}

		@Override
		public void flushed(Connection connection, long nanos) {
			this.flushed.add(nanos);
		}

		@Override
		public void answered(Connection connection, long nanos) {
			this.answers.add(nanos);
		}

		@Override
		public void ranLate(long nanos) {
			assertThat(nanos).isNotNegative();
			this.loops.incrementAndGet();
			this.latest.accumulateAndGet(nanos, Math::max);
		}

	}

	/** What a listener throws must not matter to anybody. */
	private static final class Faulty implements TimingListener {

		@Override
		public void received(Connection connection, int bytes, long nanos) {
			throw new IllegalStateException("as asked");
		}

		@Override
		public void ranLate(long nanos) {
			throw new IllegalStateException("as asked");
		}

	}

}
