package io.aerosocket.server;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import io.aerosocket.internal.connection.ConnectionRegistry;
import io.aerosocket.telemetry.EngineCounters;
import io.aerosocket.telemetry.EngineListeners;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the log says of a server that stops.
 */
class DrainReportTests {

	private final Logger logger = (Logger) LoggerFactory.getLogger(AeroServer.class);

	private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

	@BeforeEach
	void listen() {
		this.lines.start();
		this.logger.addAppender(this.lines);
	}

	@AfterEach
	void listenNoMore() {
		this.logger.detachAppender(this.lines);
	}

	@Test
	void connectionsThatComeMeanwhileAreCountedWhenTheyBeginToBeClosed() throws Exception {
		try (TestServer server = TestServer.started((builder) -> builder.route("/echo", TestServer.ECHO)
			.options((options) -> options.drain(DrainOptions.DEFAULTS.withAcceptFor(Duration.ofMinutes(5)))));
				RawPeer first = server.open("/echo")) {
			CompletableFuture<Integer> stopped = server.server().stop(Duration.ofMinutes(20)).toCompletableFuture();
			try (RawPeer second = server.open("/echo")) {
				server.server().stop(Duration.ofSeconds(8));
				for (RawPeer peer : List.of(first, second)) {
					assertThat(peer.readFrame().closeCode()).isEqualTo(1001);
					peer.write(ClientFrames.close(1001));
				}
				assertThat(stopped.get(8, TimeUnit.SECONDS)).isZero();
			}
			assertThat(server.server().drainProgress().connections()).isEqualTo(2);
		}
		assertThat(said()).containsSubsequence(
				"Stopping: 1 connections are open and new ones are accepted for 300 s more. "
						+ "All of them are to be closed within 1200 s",
				"Asked to hurry: telling the 2 connections that are left at once, which have 8 s",
				"Closing 2 connections, which have 8 s");
	}

	@Test
	void nobodyIsToldToBeClosedWhoseTimeHasNotCome() {
		DrainReport report = new DrainReport(new ConnectionRegistry(List.of(), new EngineCounters()),
				new EngineListeners(List.of()));
		report.began(Duration.ofSeconds(20), Duration.ofSeconds(10));
		report.goesOn();
		report.closing(Duration.ofSeconds(10));
		report.goesOn();
		report.ended(0);
		assertThat(said()).containsExactly(
				"Stopping: 0 connections are open and new ones are accepted for 10 s more. "
						+ "All of them are to be closed within 20 s",
				"0 connections are open, and new ones are still accepted",
				"All connections are closed, and what their handlers still do has 20 s");
	}

	private List<String> said() {
		return this.lines.list.stream()
			.map(ILoggingEvent::getFormattedMessage)
			.filter((line) -> !line.startsWith("Listening"))
			.toList();
	}

}
