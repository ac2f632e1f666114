package io.aerosocket.benchmarks.peer;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

import io.aerosocket.Transport;
import io.aerosocket.benchmarks.UsageException;
import io.aerosocket.benchmarks.load.Figure;
import io.aerosocket.benchmarks.load.LoadCommand;
import io.aerosocket.benchmarks.load.LoadResult;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Tests that each peer does what {@link Peer} says, with the driver and with a client
 * that is not ours. How fast is not looked at.
 */
class PeerTests {

	private static final Set<String> NEED_JAVA_21 = Set.of("aerosocket-spring-vt", "helidon");

	private static final Set<String> OF_RECORDS = Set.of("aerosocket-json", "aerosocket-spring-json");

	private static final boolean JAVA_21 = Runtime.version().feature() >= 21;

	@ParameterizedTest
	@FieldSource("NEED_JAVA_21")
	void whatNeedsALaterJavaIsRefused(String name) {
		assumeThat(JAVA_21).isFalse();
		assertThatExceptionOfType(UsageException.class).isThrownBy(() -> start(name))
			.withMessage("peer: " + name + " on Java " + Runtime.version().feature() + " (expected: 21 or later)");
	}

	@ParameterizedTest
	@FieldSource("OF_RECORDS")
	void echoesRecords(String name) throws Exception {
		assertEchoes(name, "--connections", "3", "--size", "96", "--depth", "16", "--json");
	}

	@ParameterizedTest
	@MethodSource("ofAnything")
	void echoesSmallMessagesInBatches(String name) throws Exception {
		assertEchoes(name, "--connections", "3", "--size", "32", "--depth", "16", "--utf8");
	}

	@ParameterizedTest
	@MethodSource("ofAnything")
	void echoesLargeMessages(String name) throws Exception {
		assertEchoes(name, "--connections", "2", "--size", "200000", "--depth", "2", "--binary");
	}

	@ParameterizedTest
	@MethodSource("webSocketServers")
	void sendsToEverybody(String name) throws Exception {
		try (RunningPeer peer = start(name)) {
			Inbox first = Inbox.open(peer, Peer.FANOUT);
			Inbox second = Inbox.open(peer, Peer.FANOUT);
			first.awaitMembership();
			second.awaitMembership();
			first.socket.sendText("hello", true).get(5, TimeUnit.SECONDS);
			first.awaitText("hello");
			second.awaitText("hello");
			first.socket.abort();
			second.socket.abort();
		}
	}

	@ParameterizedTest
	@MethodSource("webSocketServers")
	void survivesAStorm(String name) throws Exception {
		assertThat(load(name, "--workload", "storm:4").figure(Figure.OPERATIONS)).isPositive();
	}

	@ParameterizedTest
	@MethodSource("webSocketServers")
	void deliversEachMessageToEverybodyOnce(String name) throws Exception {
		assertThat(load(name, "--workload", "fanout:5x100x7:text").figure(Figure.OPERATIONS)).isPositive();
	}

	private static void assertEchoes(String name, String... workload) throws Exception {
		LoadResult result = load(name, workload);
		assertThat(result.figure(Figure.OPERATIONS)).isPositive();
		assertThat(result.figure(Figure.P50)).isPositive();
	}

	private static LoadResult load(String name, String... workload) throws Exception {
		try (RunningPeer peer = start(name)) {
			return LoadCommand.measure(Stream
				.concat(Stream.of("--port", "" + peer.port(), "--seconds", "1", "--warmup", "0"), Stream.of(workload))
				.toList());
		}
	}

	private static RunningPeer start(String name) throws Exception {
		return Peers.find(name).start(new PeerSettings(0, Transport.AUTO, 1));
	}

	static List<String> all() {
		return Peers.names().stream().filter((name) -> JAVA_21 || !NEED_JAVA_21.contains(name)).toList();
	}

	static List<String> ofAnything() {
		return all().stream().filter((name) -> !OF_RECORDS.contains(name)).toList();
	}

	static List<String> webSocketServers() {
		return all().stream().filter((name) -> !name.equals("reflect")).toList();
	}

	/**
	 * A client of the JDK that keeps what it receives.
	 */
	private static final class Inbox implements WebSocket.Listener {

		private static final String PROBE = "probe";

		private final BlockingQueue<String> texts = new LinkedBlockingQueue<>();

		private WebSocket socket;

		static Inbox open(RunningPeer peer, String path) throws Exception {
			Inbox inbox = new Inbox();
			inbox.socket = HttpClient.newHttpClient()
				.newWebSocketBuilder()
				.buildAsync(URI.create("ws://localhost:" + peer.port() + path), inbox)
				.get(5, TimeUnit.SECONDS);
			return inbox;
		}

		/** A server may answer the handshake before it counts the connection in. */
		void awaitMembership() throws Exception {
			this.socket.sendText(PROBE, true).get(5, TimeUnit.SECONDS);
			assertThat(this.texts.poll(5, TimeUnit.SECONDS)).isEqualTo(PROBE);
		}

		void awaitText(String text) throws InterruptedException {
			String next = this.texts.poll(5, TimeUnit.SECONDS);
			while (PROBE.equals(next)) {
				next = this.texts.poll(5, TimeUnit.SECONDS);
			}
			assertThat(next).isEqualTo(text);
		}

		@Override
		public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
			this.texts.add(data.toString());
			socket.request(1);
			return null;
		}

	}

}
