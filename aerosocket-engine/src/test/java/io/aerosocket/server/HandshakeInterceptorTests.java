package io.aerosocket.server;

import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.aerosocket.Connection;
import io.aerosocket.Handshake;
import io.aerosocket.HandshakeDecision;
import io.aerosocket.HandshakeInterceptor;
import io.aerosocket.telemetry.RefusalReason;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What interceptors may decide, and when they are asked.
 */
class HandshakeInterceptorTests {

	private final RecordingHandler handler = new RecordingHandler();

	private final Queue<String> asked = new ConcurrentLinkedQueue<>();

	private final AtomicReference<HandshakeInterceptor> second = new AtomicReference<>();

	@RegisterExtension
	final TestServer server = TestServer.with((builder) -> builder.route("/echo", this.handler)
		.options((options) -> options.handshakeTimeout(Duration.ofMillis(700)))
		.interceptor((handshake) -> {
			this.asked.add("first");
			handshake.attributes().put("first", 1);
			return HandshakeDecision.accept(() -> "first").now();
		})
		.interceptor((handshake) -> {
			this.asked.add("second");
			return this.second.get().intercept(handshake);
		})
		.interceptor((handshake) -> {
			this.asked.add("third");
			return HandshakeDecision.accept().now();
		}));

	@BeforeEach
	void acceptUnlessToldOtherwise() {
		this.second.set((handshake) -> HandshakeDecision.accept().now());
	}

	@Test
	void attributesAndThePrincipalComeWithTheConnection() {
		try (RawPeer peer = this.server.open("/echo")) {
			Connection connection = this.handler.awaitOpen();
			assertThat(connection.attributes()).containsEntry("first", 1);
			assertThat(connection.attributes()).isSameAs(connection.handshake().attributes());
			assertThat(connection.handshake().principal()).extracting(Principal::getName).isEqualTo("first");
			assertThat(this.asked).containsExactly("first", "second", "third");
			peer.closeRegularly();
		}
	}

	@Test
	void theLastPrincipalCounts() {
		this.second.set((handshake) -> HandshakeDecision.accept(() -> "second").now());
		try (RawPeer peer = this.server.open("/echo")) {
			assertThat(this.handler.awaitOpen().handshake().principal()).extracting(Principal::getName)
				.isEqualTo("second");
			peer.closeRegularly();
		}
	}

	@Test
	void anInterceptorSeesTheRequest() {
		AtomicReference<Handshake> seen = new AtomicReference<>();
		this.second.set((handshake) -> {
			seen.set(handshake);
			return HandshakeDecision.accept().now();
		});
		try (RawPeer peer = this.server.open("/echo?token=1", "X-Tag: a")) {
			assertThat(seen.get().query()).isEqualTo("token=1");
			assertThat(seen.get().headers().first("x-tag")).isEqualTo("a");
			assertThat(seen.get().pathPattern()).isEqualTo("/echo");
			peer.closeRegularly();
		}
	}

	@Test
	void theFirstRefusalEndsIt() {
		this.second.set((handshake) -> HandshakeDecision.refuse(401, "Who are you?").now());
		RawResponse response = refusal();
		assertThat(response.status()).isEqualTo(401);
		assertThat(response.body()).contains("Who are you?");
		assertThat(this.asked).containsExactly("first", "second");
		assertThat(this.server.snapshot().refusals()).containsEntry(RefusalReason.INTERCEPTOR, 1L);
	}

	@Test
	void aRefusalMayHaveHeaders() {
		this.second.set((handshake) -> new HandshakeDecision.Refuse(429, "Slow down",
				Map.of("Retry-After", "7", "X-Limit", "10"))
			.now());
		RawResponse response = refusal();
		assertThat(response.status()).isEqualTo(429);
		assertThat(response.header("Retry-After")).isEqualTo("7");
		assertThat(response.header("X-Limit")).isEqualTo("10");
	}

	@Test
	void aStatusWithoutANameIsSentToo() {
		this.second.set((handshake) -> HandshakeDecision.refuse(499, "Own status").now());
		assertThat(refusal().status()).isEqualTo(499);
	}

	@Test
	void aMessageCannotAddHeaders() {
		this.second.set((handshake) -> HandshakeDecision.refuse(400, "a\r\nX-Evil: 1\r\n\r\nb").now());
		RawResponse response = refusal();
		assertThat(response.header("X-Evil")).isNull();
	}

	@Test
	void aDecisionMayTakeItsTime() {
		CompletableFuture<HandshakeDecision> decision = new CompletableFuture<>();
		this.second.set((handshake) -> decision);
		try (RawPeer peer = this.server.connect()) {
			peer.write(RawRequest.to("/echo").bytes(), ClientFrames.text("early"));
			await().untilAsserted(() -> assertThat(this.asked).hasSize(2));
			assertThat(this.server.snapshot().openConnections()).isZero();
			decision.complete(HandshakeDecision.accept());
			assertThat(peer.readResponse().status()).isEqualTo(101);
			assertThat(this.handler.awaitText()).isEqualTo("early");
			peer.closeRegularly();
		}
	}

	@Test
	void aFailureRefusesWith500() {
		List<HandshakeInterceptor> failing = List.of((handshake) -> {
			throw new IllegalStateException("secret");
		}, (handshake) -> CompletableFuture.failedStage(new IllegalStateException("secret")), (handshake) -> null,
				(handshake) -> CompletableFuture.completedStage(null));
		for (HandshakeInterceptor interceptor : failing) {
			this.second.set(interceptor);
			RawResponse response = refusal();
			assertThat(response.status()).isEqualTo(500);
			assertThat(response.body()).doesNotContain("secret");
		}
		assertThat(this.server.snapshot().refusals()).containsEntry(RefusalReason.ERROR, 4L);
	}

	@Test
	void theTimeLimitGoesOnMeanwhile() {
		this.second.set((handshake) -> new CompletableFuture<>());
		try (RawPeer peer = this.server.connect()) {
			peer.write(RawRequest.to("/echo").bytes());
			String answer = new String(peer.readUntilEnd(), StandardCharsets.US_ASCII);
			assertThat(answer).matches("(?s)(HTTP/1\\.1 (408|503) .*)?");
		}
		assertThat(this.server.snapshot().refusals()).containsEntry(RefusalReason.TIMEOUT, 1L);
	}

	@Test
	void aDecisionAfterTheTimeLimitChangesNothing() {
		CompletableFuture<HandshakeDecision> decision = new CompletableFuture<>();
		this.second.set((handshake) -> decision);
		try (RawPeer peer = this.server.connect()) {
			peer.write(RawRequest.to("/echo").bytes());
			peer.readUntilEnd();
			decision.complete(HandshakeDecision.accept());
		}
		this.server.awaitEmpty();
		assertThat(this.server.snapshot().totalConnections()).isZero();
	}

	@Test
	void framesThatArriveMeanwhileWaitAndAreNotLost() {
		CompletableFuture<HandshakeDecision> decision = new CompletableFuture<>();
		this.second.set((handshake) -> decision);
		byte[][] frames = new byte[300][];
		Arrays.setAll(frames, (i) -> ClientFrames.text(i + "x".repeat(10_000)));
		try (RawPeer peer = this.server.connect()) {
			peer.write(RawRequest.to("/echo").bytes());
			CompletableFuture<?> writing = Background.run(() -> peer.write(frames));
			await().untilAsserted(() -> assertThat(this.asked).hasSize(2));
			decision.complete(HandshakeDecision.accept());
			assertThat(peer.readResponse().status()).isEqualTo(101);
			for (int i = 0; i < frames.length; i++) {
				assertThat(this.handler.awaitText()).startsWith(i + "x");
			}
			assertThat(writing).succeedsWithin(RawPeer.DEADLINE);
			peer.closeRegularly();
		}
	}

	@Test
	void aServerThatStopsMeanwhileRefuses() {
		CompletableFuture<HandshakeDecision> decision = new CompletableFuture<>();
		this.second.set((handshake) -> decision);
		try (RawPeer holding = this.server.connect(); RawPeer peer = this.server.connect()) {
			peer.write(RawRequest.to("/echo").bytes());
			await().untilAsserted(() -> assertThat(this.asked).hasSize(2));
			this.server.server().stop(Duration.ofMillis(300));
			decision.complete(HandshakeDecision.accept());
			String answer = new String(peer.readUntilEnd(), StandardCharsets.US_ASCII);
			assertThat(answer).matches("(?s)(HTTP/1\\.1 503 .*)?");
			holding.readUntilEnd();
		}
		assertThat(this.server.snapshot().totalConnections()).isZero();
	}

	@Test
	void aPeerThatVanishesMeanwhileIsForgotten() {
		CompletableFuture<HandshakeDecision> decision = new CompletableFuture<>();
		this.second.set((handshake) -> decision);
		try (RawPeer peer = this.server.connect()) {
			peer.write(RawRequest.to("/echo").bytes(), ClientFrames.text("early"));
			await().untilAsserted(() -> assertThat(this.asked).hasSize(2));
			peer.reset();
		}
		await().untilAsserted(() -> assertThat(this.server.snapshot().handshaking()).isZero());
		decision.complete(HandshakeDecision.accept());
		this.second.set((handshake) -> HandshakeDecision.accept().now());
		try (RawPeer peer = this.server.open("/echo")) {
			assertThat(this.server.snapshot().totalConnections()).isEqualTo(1);
			peer.closeRegularly();
		}
	}

	@Test
	void nobodyIsAskedAboutABadRequest() {
		try (RawPeer peer = this.server.connect()) {
			peer.write(RawRequest.to("/echo").without("Sec-WebSocket-Key").bytes());
			assertThat(peer.readResponse().status()).isEqualTo(400);
		}
		try (RawPeer peer = this.server.connect()) {
			peer.write(RawRequest.to("/unknown").bytes());
			assertThat(peer.readResponse().status()).isEqualTo(404);
		}
		try (RawPeer peer = this.server.connect()) {
			peer.write(RawRequest.to("/echo").with("Origin: https://evil.org").bytes());
			assertThat(peer.readResponse().status()).isEqualTo(403);
		}
		assertThat(this.asked).isEmpty();
	}

	private RawResponse refusal() {
		try (RawPeer peer = this.server.connect()) {
			peer.write(RawRequest.to("/echo").bytes());
			RawResponse response = peer.readResponse();
			peer.assertEnds();
			return response;
		}
	}

}
