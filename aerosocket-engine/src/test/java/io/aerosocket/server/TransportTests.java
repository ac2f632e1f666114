package io.aerosocket.server;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.aerosocket.Connection;
import io.aerosocket.MessageSource;
import io.aerosocket.Transport;
import io.aerosocket.UnavailableTransportException;
import io.aerosocket.internal.transport.EventLoops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What has to be the same on every transport.
 */
@ParameterizedClass
@EnumSource(Transport.class)
class TransportTests {

	@Parameter
	private Transport transport;

	private final RecordingHandler handler = new RecordingHandler();

	private TestServer server;

	@BeforeEach
	void start() {
		try {
			EventLoops.choose(this.transport);
		}
		catch (UnavailableTransportException ex) {
			Assumptions.abort(ex.reason());
		}
		this.server = TestServer.started((builder) -> builder.route("/echo", TestServer.ECHO)
			.route("/record", this.handler)
			.options((options) -> options.transport(this.transport).eventLoops(2)));
	}

	@AfterEach
	void stop() {
		if (this.server != null) {
			this.server.close();
		}
	}

	@Test
	void messagesOfAnySizeAreEchoed() {
		try (RawPeer peer = this.server.open("/echo")) {
			for (int length : new int[] { 0, 125, 126, 65_535, 65_536, 262_144 }) {
				byte[] payload = new byte[length];
				Arrays.fill(payload, (byte) length);
				peer.write(ClientFrames.binary(payload));
				assertThat(peer.readFrame().payload()).isEqualTo(payload);
			}
			peer.closeRegularly();
		}
	}

	@Test
	void violationsCloseTheConnection() {
		try (RawPeer peer = this.server.open("/echo")) {
			peer.write(ClientFrames.hex("83 80 00000000"));
			peer.assertCloses(1002);
		}
	}

	@Test
	void aResetIsNoticed() {
		try (RawPeer peer = this.server.open("/record")) {
			this.handler.awaitOpen();
			peer.reset();
			assertThat(this.handler.awaitClose().code().value()).isEqualTo(1006);
		}
	}

	@Test
	void anEndIsNoticed() {
		try (RawPeer peer = this.server.open("/record")) {
			this.handler.awaitOpen();
			peer.shutdownOutput();
			assertThat(this.handler.awaitClose().code().value()).isEqualTo(1006);
			peer.readUntilEnd();
		}
	}

	@Test
	void aSlowPeerIsWaitedFor() {
		try (RawPeer peer = RawPeer.connectNarrow(this.server.server()).upgrade("/record")) {
			Connection connection = this.handler.awaitOpen();
			byte[] part = new byte[100_000];
			int sent = Backlog.fill(connection, 500_000, (number) -> connection.sendBinary(part));
			for (int i = 0; i < sent; i++) {
				assertThat(peer.readFrame().payload()).hasSize(part.length);
			}
			peer.closeRegularly();
		}
	}

	@Test
	void aStopEndsSocketsWithoutAHandshakeToo() {
		try (RawPeer silent = this.server.connect(); RawPeer halfway = this.server.connect()) {
			halfway.write(ClientFrames.ascii("GET /echo HTTP/1.1\r\n"));
			await().until(() -> this.server.snapshot().handshaking() == 2);
			assertThat(this.server.stopAndCountCut(Duration.ofMillis(200))).isZero();
			silent.readUntilEnd();
			halfway.readUntilEnd();
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1000, 300_001, 5_000_000 })
	void filesAndStreamsArriveAsTheyAre(int size, @TempDir Path directory) throws IOException {
		byte[] content = new byte[size];
		new SplittableRandom(size).nextBytes(content);
		Path file = Files.write(directory.resolve("file"), content);
		try (RawPeer peer = RawPeer.connectNarrow(this.server.server()).upgrade("/record")) {
			Connection connection = this.handler.awaitOpen();
			connection.sendText("before");
			connection.sendStream(MessageSource.binary(file));
			connection.sendStream(MessageSource.binary(new ByteArrayInputStream(content)));
			connection.sendText("after");
			assertThat(peer.readFrame().text()).isEqualTo("before");
			assertThat(RawMessage.readFrom(peer).payload()).isEqualTo(content);
			assertThat(RawMessage.readFrom(peer).payload()).isEqualTo(content);
			assertThat(peer.readFrame().text()).isEqualTo("after");
			peer.closeRegularly();
		}
	}

	@Test
	void aPeerMayBeLostWhileItIsSentAFile(@TempDir Path directory) throws IOException {
		Path file = Files.write(directory.resolve("file"), new byte[24 << 20]);
		try (RawPeer peer = RawPeer.connectNarrow(this.server.server()).upgrade("/record")) {
			CompletableFuture<Void> sent = this.handler.awaitOpen()
				.sendStream(MessageSource.binary(file))
				.toCompletableFuture();
			peer.readFrame();
			peer.reset();
			assertThat(sent).failsWithin(RawPeer.DEADLINE);
		}
		assertThat(this.handler.awaitClose().code().value()).isEqualTo(1006);
	}

	@Test
	void aFloodOfSmallMessagesIsEchoedInOrder() {
		try (RawPeer peer = this.server.open("/echo")) {
			for (int round = 0; round < 10; round++) {
				byte[][] frames = new byte[500][];
				Arrays.setAll(frames, (i) -> ClientFrames.text("" + i));
				peer.write(frames);
				for (int i = 0; i < frames.length; i++) {
					assertThat(peer.readFrame().text()).isEqualTo("" + i);
				}
			}
			peer.closeRegularly();
		}
	}

	@Test
	void manyPeersComeAndGo() {
		for (int i = 0; i < 100; i++) {
			try (RawPeer peer = this.server.open("/echo")) {
				peer.assertEchoes("" + i);
			}
		}
		this.server.awaitEmpty();
		assertThat(this.server.snapshot().totalConnections()).isEqualTo(100);
	}

}
