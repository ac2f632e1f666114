package io.aerosocket.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import io.aerosocket.CompressionMode;
import io.aerosocket.CompressionOptions;
import io.aerosocket.Connection;
import io.aerosocket.Execution;
import io.aerosocket.Transport;
import io.aerosocket.UnavailableTransportException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

/**
 * What was read from a peer before it, or the server, went away is handled, however long
 * the handler takes.
 */
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class WhatWasReadTests {

	private static final int MESSAGES = 20;

	@ParameterizedTest
	@EnumSource(value = Transport.class, names = { "EPOLL", "IO_URING", "NIO" })
	void whatWasSentBeforeThePeerHungUpIsHandled(Transport transport) {
		for (Execution execution : List.of(Execution.EVENT_LOOP, Execution.WORKER)) {
			CompletableFuture<Void> first = new CompletableFuture<>();
			AtomicInteger handled = new AtomicInteger();
			RecordingHandler handler = new RecordingHandler(execution,
					(connection, message) -> (handled.incrementAndGet() == 1) ? first : null);
			try (TestServer server = started(transport, handler)) {
				RawPeer peer = server.open("/");
				peer.write(ClientFrames.join(texts()));
				await().until(() -> server.snapshot().pausedReads() == 1);
				peer.write(ClientFrames.text("more"), ClientFrames.close(1000));
				peer.shutdownOutput();
				Connection connection = handler.awaitOpen();
				if (transport != Transport.NIO) {
					await().until(() -> !connection.isOpen());
				}
				first.complete(null);
				assertThat(handler.awaitClose().code().value()).isEqualTo(1000);
				assertThat(handled).hasValue(MESSAGES + 1);
				peer.hangUp();
				server.awaitEmpty();
			}
		}
	}

	@Test
	void aServerThatStopsDoesNotWaitForThemLongerThanItsGracePeriod() {
		CompletableFuture<Void> first = new CompletableFuture<>();
		RecordingHandler handler = new RecordingHandler(Execution.EVENT_LOOP, (connection, message) -> first);
		try (TestServer server = started(Transport.AUTO, handler)) {
			RawPeer peer = server.open("/");
			peer.write(ClientFrames.join(texts()));
			await().until(() -> server.snapshot().pausedReads() == 1);
			peer.hangUp();
			server.server().stop(Duration.ofMillis(100)).toCompletableFuture().join();
			first.complete(null);
		}
	}

	@Test
	void whatWasReadIsAnsweredBeforeTheServersCloseAlsoIfItInflatesToMuch() {
		// All in one read, as what was not read is not waited for: it is little, and
		// reads
		// have grown before.
		int many = 4;
		AtomicReference<TestServer> stopping = new AtomicReference<>();
		AtomicInteger handled = new AtomicInteger();
		RecordingHandler handler = new RecordingHandler(Execution.EVENT_LOOP, (connection, message) -> {
			if (handled.incrementAndGet() == 2) {
				stopping.get().server().stop(Duration.ofSeconds(5));
				await().until(() -> stopping.get().server().state() == AeroServer.State.DRAINING);
			}
			connection.sendText("done");
			return null;
		});
		try (TestServer server = TestServer.started((builder) -> builder.route("/", handler)
			.options((options) -> options.connection((connection) -> connection.maxMessageSize(1L << 20)
				.compression(CompressionOptions.of(CompressionMode.SHARED).withMaxRatio(10_000)))));
				DeflatePeer peer = DeflatePeer.open(server.server(), "/", "")) {
			stopping.set(server);
			peer.write(ClientFrames.text("x".repeat(500_000)));
			assertThat(peer.readText()).isEqualTo("done");
			byte[][] frames = new byte[many][];
			byte[] frame = DeflatePeer.text(peer.deflate(ClientFrames.utf8("much ".repeat(80_000))));
			Arrays.fill(frames, frame);
			peer.write(ClientFrames.join(frames));
			List<RawFrame> answers = peer.raw().readUntilClose();
			assertThat(answers).hasSize(many + 1);
			assertThat(answers.get(many).closeCode()).isEqualTo(1001);
			peer.write(ClientFrames.close(1001));
		}
	}

	private static byte[][] texts() {
		List<byte[]> texts = new ArrayList<>();
		for (int i = 0; i < MESSAGES; i++) {
			texts.add(ClientFrames.text("" + i));
		}
		return texts.toArray(byte[][]::new);
	}

	private static TestServer started(Transport transport, RecordingHandler handler) {
		try {
			return TestServer.started((builder) -> builder.route("/", handler)
				.options((options) -> options.transport(transport)
					.connection((connection) -> connection.maxPendingMessages(2))));
		}
		catch (UnavailableTransportException ex) {
			assumeThat(false).as(ex.getMessage()).isTrue();
			throw ex;
		}
	}

}
