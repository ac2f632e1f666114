package io.aerosocket.internal.transport;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import javax.net.ssl.SSLHandshakeException;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.aerosocket.HandshakeDecision;
import io.aerosocket.telemetry.HandshakeOutcome;
import io.aerosocket.telemetry.RefusalReason;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link Http1Transport}, {@link HandshakeDeadlines} and
 * {@link ConnectionGate}, on a channel without a network.
 */
class Http1TransportTests {

	private static final int MAX_HEAD = 300;

	private static final String REQUEST = "GET /chat?a=b HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\n"
			+ "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

	private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true);

	private final ConnectionGate gate = new ConnectionGate(() -> 1, () -> 0);

	private final RequestRecorder requests = new RequestRecorder();

	private EmbeddedChannel channel;

	private Http1Transport transport;

	@AfterEach
	void everythingIsReleased() {
		if (this.channel != null) {
			this.channel.finishAndReleaseAll();
		}
		assertThat(this.allocator.metric().usedDirectMemory() + this.allocator.metric().usedHeapMemory()).isZero();
		assertThat(this.gate.handshaking()).isZero();
	}

	@Test
	void readsARequestCutAtEveryByte() {
		for (int cut = 0; cut <= REQUEST.length(); cut++) {
			open();
			this.requests.accept = true;
			receive(REQUEST.substring(0, cut));
			receive(REQUEST.substring(cut));
			assertThat(this.requests.paths).as("cut at %d", cut).containsExactly("/chat");
			assertThat(sent()).startsWith("HTTP/1.1 101 ");
			this.channel.finishAndReleaseAll();
			this.requests.paths.clear();
			this.requests.outcomes.clear();
		}
	}

	@Test
	void readsARequestByteByByte() {
		open();
		this.requests.accept = true;
		for (int i = 0; i < REQUEST.length(); i++) {
			assertThat(this.requests.paths).isEmpty();
			receive(REQUEST.substring(i, i + 1));
		}
		assertThat(this.requests.paths).containsExactly("/chat");
		assertThat(sent()).isEqualTo("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
				+ "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\nSec-WebSocket-Protocol: chat\r\n\r\n");
	}

	@ParameterizedTest(name = "{0} bytes of the frames in the request''s read")
	@ValueSource(ints = { 0, 1, 5, 10 })
	void handsOnWhatCameEarly(int early) {
		open();
		this.requests.accept = true;
		String frames = "0123456789";
		receive(REQUEST + frames.substring(0, early));
		receive(frames.substring(early));
		assertThat(this.requests.webSocket.received.toString()).isEqualTo(frames);
		assertThat(this.requests.webSocket.opened).as("before the first byte").isTrue();
		assertThat(this.channel.pipeline().get(Http1Transport.class)).isNull();
	}

	@Test
	void handsOnWhatCameBeforeALateAnswer() {
		open();
		receive(REQUEST.substring(0, 20));
		receive(REQUEST.substring(20) + "ab");
		receive("cd");
		assertThat(this.channel.config().isAutoRead()).isTrue();
		receive("e".repeat(MAX_HEAD));
		assertThat(this.channel.config().isAutoRead()).as("enough for now").isFalse();
		receive("f");
		assertThat(this.requests.paths).containsExactly("/chat");
		this.requests.accept(this.requests.last);
		this.channel.runPendingTasks();
		assertThat(this.requests.webSocket.received.toString()).isEqualTo("abcd" + "e".repeat(MAX_HEAD) + "f");
		assertThat(this.requests.webSocket.readsCompleted).isPositive();
		assertThat(this.channel.config().isAutoRead()).isTrue();
		assertThat(sent()).startsWith("HTTP/1.1 101 ");
	}

	@ParameterizedTest(name = "{0}")
	@CsvSource({ "a head of the limit, 0, 101", "one byte more, 1, 431" })
	void limitsTheHead(String rule, int over, int status) {
		open();
		this.requests.accept = true;
		String padding = "X: " + "x".repeat(MAX_HEAD - REQUEST.length() - 5 + over) + "\r\n";
		String request = REQUEST.substring(0, REQUEST.length() - 2) + padding + "\r\n";
		assertThat(request).hasSize(MAX_HEAD + over);
		receive(request);
		assertThat(sent()).startsWith("HTTP/1.1 " + status + " ");
		assertThat(this.requests.refusals).isEqualTo((status == 101) ? List.of() : List.of(RefusalReason.TOO_LARGE));
	}

	@Test
	void limitsTheHeadBeforeItIsWhole() {
		open();
		receive(REQUEST.substring(0, 30));
		receive("x".repeat(MAX_HEAD - 31));
		assertThat(sent()).isEmpty();
		receive("x");
		assertThat(sent()).startsWith("HTTP/1.1 431 ").contains("Connection: close").contains(String.valueOf(MAX_HEAD));
		assertThat(this.channel.isOpen()).isFalse();
	}

	@Test
	void limitsTheTarget() {
		open();
		receive("GET /" + "a".repeat(MAX_HEAD));
		assertThat(sent()).startsWith("HTTP/1.1 414 ");
		assertThat(this.requests.refusals).containsExactly(RefusalReason.TOO_LARGE);
	}

	@ParameterizedTest(name = "first byte {0}")
	@ValueSource(ints = { 0x16, 0x00, 0x0D, 0x0A, 0x20, 0x80, 0xFF, '{', '(', ':', '/' })
	void garbageIsRefusedAtItsFirstByte(int first) {
		open();
		this.channel.writeInbound(this.allocator.buffer().writeByte(first));
		assertThat(sent()).startsWith("HTTP/1.1 400 ").contains("without TLS");
		assertThat(this.requests.refusals).containsExactly(RefusalReason.BAD_REQUEST);
		assertThat(this.channel.isOpen()).isFalse();
	}

	@Test
	void aMalformedRequestIsRefused() {
		open();
		receive("GET / HTTP/1.1\r\nHost : a\r\n\r\n");
		assertThat(sent()).startsWith("HTTP/1.1 400 ");
		assertThat(this.requests.refusals).containsExactly(RefusalReason.BAD_REQUEST);
		assertThat(this.requests.paths).isEmpty();
	}

	@Test
	void aRefusalIsAnsweredAndCloses() {
		open();
		receive(REQUEST + "early");
		this.transport.refuse(new HandshakeDecision.Refuse(401, "who?", Map.of("WWW-Authenticate", "Basic")),
				RefusalReason.INTERCEPTOR);
		assertThat(sent()).startsWith("HTTP/1.1 401 ").contains("WWW-Authenticate: Basic\r\n").endsWith("who?\n");
		assertThat(this.channel.isOpen()).isFalse();
		assertThat(this.transport.isDone()).isTrue();
		assertThat(this.requests.refusals).containsExactly(RefusalReason.INTERCEPTOR);
	}

	@Test
	void anAnswerIsNoRefusal() {
		open();
		receive("HEAD /health HTTP/1.1\r\nHost: a\r\n\r\n");
		this.transport.answer(200, "ok");
		assertThat(sent()).startsWith("HTTP/1.1 200 OK\r\n").endsWith("\r\n\r\n");
		assertThat(this.requests.refusals).isEmpty();
	}

	@Test
	void lateAnswersAreIgnored() {
		open();
		receive(REQUEST);
		this.transport.answer(200, "first");
		sent();
		this.transport.answer(200, "second");
		this.transport.refuse(new HandshakeDecision.Refuse(400, "third", Map.of()), RefusalReason.ERROR);
		this.requests.accept(this.transport);
		this.transport.expire();
		assertThat(sent()).isEmpty();
		assertThat(this.requests.refusals).isEmpty();
		assertThat(this.requests.webSocket).isNull();
	}

	@Test
	void answersAfterThePeerLeftAreIgnored() {
		open();
		receive(REQUEST + "early");
		this.channel.close();
		assertThat(this.transport.isDone()).isTrue();
		assertThat(this.gate.handshaking()).isZero();
		this.requests.accept(this.transport);
		this.transport.answer(200, "late");
		assertThat(sent()).isEmpty();
		assertThat(this.requests.webSocket).isNull();
	}

	@Test
	void aSocketIsLeftAMomentToReadTheAnswer() {
		HalfClosableChannel socket = new HalfClosableChannel();
		open(socket, Duration.ofSeconds(5));
		socket.freezeTime();
		receive(REQUEST);
		this.transport.answer(200, "ok");
		assertThat(sent()).startsWith("HTTP/1.1 200 ");
		assertThat(socket.isOutputShutdown()).isTrue();
		assertThat(socket.isOpen()).isTrue();
		ByteBuf late = this.allocator.buffer().writeByte('x');
		socket.writeInbound(late);
		assertThat(late.refCnt()).as("what arrives after the answer is thrown away").isZero();
		this.transport.answer(200, "again");
		assertThat(sent()).isEmpty();
		socket.advanceTimeBy(1, TimeUnit.SECONDS);
		socket.runScheduledPendingTasks();
		assertThat(socket.isOpen()).isFalse();
	}

	@Test
	void aRequestIsThereOnceItIsComplete() {
		open();
		assertThatIllegalStateException().isThrownBy(this.transport::head);
		receive(REQUEST);
		assertThat(this.transport.head().query()).isEqualTo("a=b");
		assertThat(this.transport.peer().secure()).isFalse();
		assertThat(this.transport.peer().principal()).isNull();
		List<String> ran = new ArrayList<>();
		this.transport.execute(() -> ran.add("ran"));
		this.channel.runPendingTasks();
		assertThat(ran).containsExactly("ran");
	}

	@Test
	void failuresEndTheHandshake() {
		Map<Throwable, RefusalReason> failures = new HashMap<>();
		failures.put(new SSLHandshakeException("tls"), RefusalReason.TLS);
		failures.put(new IllegalStateException("ours"), RefusalReason.BAD_REQUEST);
		failures.forEach((failure, reason) -> {
			this.requests.refusals.clear();
			open();
			receive("GET /");
			this.channel.pipeline().fireExceptionCaught(failure);
			assertThat(this.channel.isOpen()).isFalse();
			assertThat(this.requests.refusals).containsExactly(reason);
			assertThat(this.gate.handshaking()).isZero();
		});
	}

	@Test
	void aHandshakeThatTakesTooLongIsAnswered408() {
		open(Duration.ofMillis(20));
		receive("GET /chat");
		expectSent("HTTP/1.1 408 ");
		assertThat(this.requests.refusals).containsExactly(RefusalReason.TIMEOUT);
		assertThat(this.channel.isOpen()).isFalse();
	}

	@Test
	void theTimeGoesOnWhileARequestIsDecided() {
		open(Duration.ofMillis(20));
		receive(REQUEST);
		expectSent("HTTP/1.1 408 ");
		this.requests.accept(this.transport);
		assertThat(sent()).isEmpty();
	}

	@Test
	void aHandshakeThatIsDoneDoesNotExpire() {
		open(Duration.ofMillis(20));
		this.requests.accept = true;
		receive(REQUEST);
		assertThat(sent()).startsWith("HTTP/1.1 101 ");
		Awaitility.await().until(() -> this.channel.runScheduledPendingTasks() < 0);
		assertThat(sent()).isEmpty();
		assertThat(this.channel.isOpen()).isTrue();
	}

	@Test
	void oneTimerServesAllHandshakesOfAnEventLoop() {
		EmbeddedChannel timer = new EmbeddedChannel();
		HandshakeDeadlines deadlines = new HandshakeDeadlines(timer.eventLoop(), () -> Duration.ofMillis(100));
		List<Http1Transport> handshakes = new ArrayList<>();
		List<EmbeddedChannel> channels = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			Http1Transport handshake = new Http1Transport(this.requests, this.gate, deadlines, MAX_HEAD);
			EmbeddedChannel one = channel(handshake);
			handshakes.add(handshake);
			channels.add(one);
			if (i == 0) {
				one.close();
			}
			// So that they do not end together.
			Awaitility.await().pollDelay(Duration.ofMillis(30)).until(() -> true);
		}
		Awaitility.await().pollInterval(Duration.ofMillis(2)).until(() -> {
			timer.runScheduledPendingTasks();
			return handshakes.stream().allMatch(Http1Transport::isDone);
		});
		assertThat(this.requests.refusals).containsExactly(RefusalReason.TIMEOUT, RefusalReason.TIMEOUT);
		assertThat(timer.runScheduledPendingTasks()).as("no timer is left").isNegative();
		Http1Transport late = new Http1Transport(this.requests, this.gate, deadlines, MAX_HEAD);
		channels.add(channel(late));
		Awaitility.await().until(() -> {
			timer.runScheduledPendingTasks();
			return late.isDone();
		});
		channels.forEach(EmbeddedChannel::finishAndReleaseAll);
		timer.finishAndReleaseAll();
	}

	@Test
	void aHandshakeThatBeginsLaterMayEndFirst() {
		EmbeddedChannel timer = new EmbeddedChannel();
		timer.freezeTime();
		AtomicReference<Duration> timeout = new AtomicReference<>(Duration.ofSeconds(10));
		HandshakeDeadlines deadlines = new HandshakeDeadlines(timer.eventLoop(), timeout::get);
		Http1Transport patient = new Http1Transport(this.requests, this.gate, deadlines, MAX_HEAD);
		EmbeddedChannel first = channel(patient);
		timeout.set(Duration.ofSeconds(1));
		Http1Transport hurried = new Http1Transport(this.requests, this.gate, deadlines, MAX_HEAD);
		EmbeddedChannel second = channel(hurried);
		advance(timer, 1);
		assertThat(hurried.isDone()).isTrue();
		assertThat(patient.isDone()).isFalse();
		advance(timer, 8);
		assertThat(patient.isDone()).isFalse();
		advance(timer, 1);
		assertThat(patient.isDone()).isTrue();
		assertThat(timer.runScheduledPendingTasks()).as("no timer is left").isNegative();
		first.finishAndReleaseAll();
		second.finishAndReleaseAll();
		timer.finishAndReleaseAll();
	}

	private static void advance(EmbeddedChannel timer, int seconds) {
		timer.advanceTimeBy(seconds, TimeUnit.SECONDS);
		timer.runScheduledPendingTasks();
	}

	@Test
	void socketsBeyondTheWaitingRoomAreCut() {
		ConnectionGate full = new ConnectionGate(() -> 1, () -> 1);
		for (int i = 0; i < 256; i++) {
			assertThat(full.enter()).isTrue();
		}
		this.transport = new Http1Transport(this.requests, full, deadlines(Duration.ofSeconds(5)), MAX_HEAD);
		this.channel = channel(this.transport);
		assertThat(this.channel.isOpen()).isFalse();
		assertThat(sent()).startsWith("HTTP/1.1 503 ").contains("\r\nRetry-After: ");
		assertThat(this.requests.refusals).containsExactly(RefusalReason.CROWDED);
		assertThat(this.requests.outcomes).containsExactly(HandshakeOutcome.REFUSED);
		assertThat(full.handshaking()).isEqualTo(256);
	}

	@Test
	void aHandshakeHasOneOutcome() {
		open();
		this.requests.accept = true;
		receive(REQUEST);
		assertThat(this.requests.outcomes).containsExactly(HandshakeOutcome.ACCEPTED);
		this.channel.finishAndReleaseAll();
		assertThat(this.requests.outcomes).containsExactly(HandshakeOutcome.ACCEPTED);
	}

	@Test
	void aHandshakeWhoseWebSocketCannotBeMadeWasNotAccepted() {
		open();
		this.requests.accept = true;
		this.requests.failing = true;
		receive(REQUEST + "early frames");
		assertThat(this.requests.outcomes).containsExactly(HandshakeOutcome.REFUSED);
		assertThat(this.requests.refusals).containsExactly(RefusalReason.ERROR);
		assertThat(this.channel.isOpen()).isFalse();
		assertThat(sent()).as("the answer was not flushed").isEmpty();
	}

	private void open() {
		open(Duration.ofSeconds(5));
	}

	private void open(Duration timeout) {
		open(new EmbeddedChannel(), timeout);
	}

	private void open(EmbeddedChannel fresh, Duration timeout) {
		this.channel = fresh;
		this.channel.config().setAllocator(this.allocator);
		this.transport = new Http1Transport(this.requests, this.gate,
				new HandshakeDeadlines(this.channel.eventLoop(), () -> timeout), MAX_HEAD);
		this.channel.pipeline().addLast(this.transport);
	}

	private static HandshakeDeadlines deadlines(Duration timeout) {
		return new HandshakeDeadlines(new EmbeddedChannel().eventLoop(), () -> timeout);
	}

	private EmbeddedChannel channel(Http1Transport handshake) {
		EmbeddedChannel one = new EmbeddedChannel();
		one.config().setAllocator(this.allocator);
		one.pipeline().addLast(handshake);
		return one;
	}

	private void receive(String latin1) {
		this.channel.writeInbound(this.allocator.buffer().writeBytes(latin1.getBytes(StandardCharsets.ISO_8859_1)));
	}

	private String sent() {
		StringBuilder text = new StringBuilder();
		for (ByteBuf next = this.channel.readOutbound(); next != null; next = this.channel.readOutbound()) {
			text.append(next.toString(StandardCharsets.UTF_8));
			next.release();
		}
		return text.toString();
	}

	private void expectSent(String start) {
		StringBuilder text = new StringBuilder();
		Awaitility.await().until(() -> {
			this.channel.runScheduledPendingTasks();
			return text.append(sent()).toString().startsWith(start);
		});
	}

}
