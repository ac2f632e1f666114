package io.aerosocket.server;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.aerosocket.Connection;
import io.aerosocket.ConnectionHandler;
import io.aerosocket.Execution;
import io.aerosocket.Message;
import io.aerosocket.PreparedMessage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What a recording of JDK Flight Recorder shows of a server.
 */
class FlightRecordingTests {

	private static final Duration SLOW = Duration.ofMillis(120);

	@TempDir
	private Path directory;

	@Test
	void everyHandshakeIsRecordedWithItsOutcome() throws Exception {
		List<RecordedEvent> events = record("io.aerosocket.Handshake", () -> {
			try (TestServer server = TestServer.started((builder) -> builder.route("/rooms/{room}", TestServer.ECHO))) {
				server.open("/rooms/7").closeRegularly();
				try (RawPeer peer = server.connect()) {
					peer.write(RawRequest.to("/nowhere").bytes());
					assertThat(peer.readResponse().status()).isEqualTo(404);
				}
				RawPeer gone = server.connect();
				await().until(() -> server.snapshot().handshaking() == 1);
				gone.close();
				server.awaitEmpty();
			}
		});
		assertThat(events).extracting((event) -> event.getString("outcome"))
			.containsExactlyInAnyOrder("ACCEPTED", "REFUSED", "ABANDONED");
		assertThat(with(events, "outcome", "ACCEPTED")).satisfies((event) -> {
			assertThat(event.getString("path")).isEqualTo("/rooms/{room}");
			assertThat(event.getInt("status")).isEqualTo(101);
			assertThat(event.getString("peer")).startsWith("/127.0.0.1:");
			assertThat(event.getDuration()).isPositive();
			assertThat(event.getEventType().getCategoryNames()).containsExactly("AeroSocket");
		});
		assertThat(with(events, "outcome", "REFUSED")).satisfies((event) -> {
			assertThat(event.getString("path")).isEqualTo("unknown");
			assertThat(event.getString("reason")).isEqualTo("PATH");
			assertThat(event.getInt("status")).isEqualTo(404);
		});
	}

	@Test
	void aSlowCallIsRecordedWhereverItRuns() throws Exception {
		List<RecordedEvent> events = record("io.aerosocket.SlowHandler", () -> {
			try (TestServer server = TestServer
				.started((builder) -> builder.route("/loop", new Slow(Execution.EVENT_LOOP))
					.route("/worker", new Slow(Execution.WORKER)))) {
				server.open("/loop").assertEchoes("abc").closeRegularly();
				server.open("/worker").assertEchoes("abcd").closeRegularly();
			}
		});
		assertThat(with(events, "path", "/loop")).satisfies((event) -> {
			assertThat(event.getString("handler")).isEqualTo("slow on EVENT_LOOP");
			assertThat(event.getLong("bytes")).isEqualTo(3);
			assertThat(event.getString("connection")).isNotEmpty();
			assertThat(event.getString("failure")).isNull();
			assertThat(event.getDuration()).isGreaterThanOrEqualTo(SLOW);
		});
		assertThat(with(events, "path", "/worker")).satisfies((event) -> {
			assertThat(event.getLong("bytes")).isEqualTo(4);
			assertThat(event.getDuration()).isGreaterThanOrEqualTo(SLOW);
		});
	}

	@Test
	void theStageThatACallReturnedIsPartOfIt() throws Exception {
		List<RecordedEvent> events = record("io.aerosocket.SlowHandler", () -> {
			try (TestServer server = TestServer
				.started((builder) -> builder.route("/loop", failingLater(Execution.EVENT_LOOP))
					.route("/worker", failingLater(Execution.WORKER)))) {
				for (String path : List.of("/loop", "/worker")) {
					try (RawPeer peer = server.open(path)) {
						peer.write(ClientFrames.text("abc"));
						assertThat(peer.readFrame().closeCode()).isEqualTo(1011);
					}
				}
			}
		});
		for (String path : List.of("/loop", "/worker")) {
			assertThat(with(events, "path", path)).satisfies((event) -> {
				assertThat(event.getString("failure")).isEqualTo("java.util.concurrent.TimeoutException");
				assertThat(event.getDuration()).isGreaterThanOrEqualTo(SLOW);
			});
		}
	}

	@Test
	void whatIsFasterThanTheThresholdIsNotRecorded() throws Exception {
		String name = "io.aerosocket.SlowHandler";
		List<RecordedEvent> events = record((it) -> it.enable(name).withThreshold(Duration.ofHours(1)), name, () -> {
			try (TestServer server = TestServer
				.started((builder) -> builder.route("/loop", new Slow(Execution.EVENT_LOOP)))) {
				server.open("/loop").assertEchoes("abc").closeRegularly();
			}
		});
		assertThat(events).isEmpty();
	}

	@Test
	void aDrainIsRecordedFromBeginningToEnd() throws Exception {
		List<RecordedEvent> events = record("io.aerosocket.Drain", () -> {
			try (TestServer server = TestServer.started((builder) -> builder.route("/echo", TestServer.ECHO)
				.options((options) -> options.drain(DrainOptions.DEFAULTS.withBatchSize(2).withJitter(0))))) {
				List<RawPeer> peers = new ArrayList<>();
				for (int i = 0; i < 3; i++) {
					peers.add(server.open("/echo"));
				}
				CompletableFuture<Integer> stopped = server.server().stop(Duration.ofSeconds(8)).toCompletableFuture();
				for (RawPeer peer : peers) {
					assertThat(peer.readFrame().closeCode()).isEqualTo(1001);
					peer.write(ClientFrames.close(1001));
					peer.close();
				}
				assertThat(stopped.get(8, TimeUnit.SECONDS)).isZero();
			}
		});
		assertThat(events).extracting((event) -> event.getString("phase"))
			.containsExactly("BEGAN", "BATCH", "BATCH", "ENDED");
		assertThat(events).extracting((event) -> event.getInt("told")).containsExactly(0, 2, 3, 3);
		assertThat(events).extracting((event) -> event.getInt("connections")).containsOnly(3);
		assertThat(events.get(0).getInt("left")).isEqualTo(3);
		assertThat(events.get(3).getInt("left")).isZero();
		assertThat(events.get(0).getDuration("remaining")).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(8));
	}

	@Test
	void whatIsGivenUpForWantOfMemoryIsRecorded() throws Exception {
		int budget = 1 << 20;
		List<RecordedEvent> events = record("io.aerosocket.Shed", () -> {
			RecordingHandler handler = new RecordingHandler();
			try (TestServer server = TestServer.started((builder) -> builder.route("/slow", handler)
				.options((options) -> options
					.connection((connection) -> connection.maxQueuedBytes(4 * budget).maxMessageSize(4 * budget))
					.shared((limits) -> limits.withMemoryBudget(budget).withInboundMemoryBudget(budget))))) {
				RawPeer slow = server.open("/slow");
				Connection connection = handler.awaitOpen();
				PreparedMessage message = PreparedMessage.binary(new byte[16 * 1024]);
				while (server.snapshot().flow().queuesShed() == 0) {
					connection.send(message);
				}
				slow.reset();
				RawPeer unfinished = server.open("/slow");
				unfinished.write(ClientFrames.firstOfBinary(new byte[2 * budget]));
				await().until(() -> server.snapshot().flow().unfinishedShed() > 0);
				unfinished.reset();
				server.awaitEmpty();
			}
		});
		for (String direction : List.of("OUT", "IN")) {
			assertThat(with(events, "direction", direction)).satisfies((event) -> {
				assertThat(event.getString("path")).isEqualTo("/slow");
				assertThat(event.getString("connection")).isNotEmpty();
				assertThat(event.getLong("bytes")).isPositive();
				assertThat(event.getLong("used")).isGreaterThan(budget);
				assertThat(event.getLong("budget")).isEqualTo(budget);
			});
		}
	}

	@Test
	void aRuntimeWithoutTheModuleServesAllTheSame() throws Exception {
		Path java = Path.of(System.getProperty("java.home"), "bin", "java");
		Process process = new ProcessBuilder(java.toString(), "--limit-modules",
				"java.base,java.logging,java.naming,java.management,java.xml,jdk.unsupported", "-cp",
				System.getProperty("java.class.path"), WithoutFlightRecorder.class.getName())
			.redirectErrorStream(true)
			.start();
		try {
			// A net for a process that hangs, not a measure of its speed.
			process.onExit().orTimeout(2, TimeUnit.MINUTES).exceptionally((ex) -> process.destroyForcibly());
			String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			assertThat(process.waitFor()).as(output).isZero();
			assertThat(output).contains("served without jdk.jfr");
		}
		finally {
			process.destroyForcibly();
		}
	}

	private List<RecordedEvent> record(String name, Action action) throws Exception {
		return record((recording) -> recording.enable(name), name, action);
	}

	private List<RecordedEvent> record(Consumer<Recording> settings, String name, Action action) throws Exception {
		Path file = this.directory.resolve("test.jfr");
		try (Recording recording = new Recording()) {
			settings.accept(recording);
			recording.start();
			action.run();
			recording.stop();
			recording.dump(file);
		}
		return RecordingFile.readAllEvents(file)
			.stream()
			.filter((event) -> event.getEventType().getName().equals(name))
			.toList();
	}

	private static RecordedEvent with(List<RecordedEvent> events, String field, String value) {
		return events.stream()
			.filter((event) -> value.equals(event.getString(field)))
			.findFirst()
			.orElseThrow(() -> new AssertionError("none with " + field + " " + value + ": " + events));
	}

	private static ConnectionHandler failingLater(Execution execution) {
		return new RecordingHandler(execution,
				(connection, message) -> new CompletableFuture<>().orTimeout(SLOW.toMillis(), TimeUnit.MILLISECONDS));
	}

	/**
	 * What happens while it is recorded.
	 */
	private interface Action {

		void run() throws Exception;

	}

	/**
	 * Takes its time for each message.
	 *
	 * @param where its thread
	 */
	private record Slow(Execution where) implements ConnectionHandler {

		@Override
		public CompletableFuture<?> onMessage(Connection connection, Message message) {
			long begun = System.nanoTime();
			await().until(() -> System.nanoTime() - begun >= SLOW.toNanos());
			connection.send(message);
			return null;
		}

		@Override
		public Execution execution(Event event) {
			return this.where;
		}

		@Override
		public String toString() {
			return "slow on " + this.where;
		}

	}

}
