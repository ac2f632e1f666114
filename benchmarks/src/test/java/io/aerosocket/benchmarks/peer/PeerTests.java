package io.aerosocket.benchmarks.peer;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.aerosocket.Transport;
import io.aerosocket.benchmarks.load.LoadCommand;
import io.aerosocket.benchmarks.load.LoadResult;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that each peer does what {@link Peer} says, with the driver and with a client
 * that is not ours. How fast is not looked at.
 */
class PeerTests {

	@ParameterizedTest
	@MethodSource("all")
	void echoesSmallMessagesInBatches(String name) throws Exception {
		assertEchoes(name, "--connections", "3", "--size", "32", "--depth", "16", "--utf8");
	}

	@ParameterizedTest
	@MethodSource("all")
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

	private static void assertEchoes(String name, String... workload) throws Exception {
		try (RunningPeer peer = start(name)) {
			List<String> load = Stream
				.concat(Stream.of("--port", "" + peer.port(), "--seconds", "1", "--warmup", "0"), Stream.of(workload))
				.toList();
			LoadResult result = LoadCommand.measure(load);
			assertThat(result.messages()).isPositive();
			assertThat(result.fairness()).isPositive();
			assertThat(result.p50Micros()).isPositive();
		}
	}

	private static RunningPeer start(String name) throws Exception {
		return Peers.find(name).start(new PeerSettings(0, Transport.AUTO, 1));
	}

	static List<String> all() {
		return Peers.names();
	}

	static List<String> webSocketServers() {
		return Peers.names().stream().filter((name) -> !name.equals("reflect")).toList();
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
