package io.aerosocket.sample.packaged;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a server that is asked to end loses no message.
 */
class GracefulShutdownIntegrationTests {

	private static final int CLIENTS = 500;

	private static final int MESSAGES_UNDER_WAY = 4;

	private static final Duration GRACE = Duration.ofSeconds(15);

	@Test
	void everyClientIsAnsweredInOrderAndToldToGo() throws Exception {
		List<Conversation> conversations = IntStream.range(0, CLIENTS).mapToObj(Conversation::new).toList();
		try (SampleProcess sample = SampleProcess.start("graceful-shutdown", List.of(),
				List.of("--aerosocket.server.shutdown.drain-window=2s",
						"--aerosocket.server.shutdown.grace-period=" + GRACE.toSeconds() + "s"));
				Swarm swarm = new Swarm(sample.socketPort(), "/echo", CLIENTS, conversations::get)) {
			swarm.start();
			Awaitility.await("all clients in the middle of conversations")
				.atMost(Duration.ofSeconds(30))
				.until(() -> conversations.stream().allMatch((conversation) -> conversation.answered >= 20));
			sample.terminate();
			Awaitility.await("all connections ended")
				.atMost(Duration.ofSeconds(30))
				.until(() -> conversations.stream().allMatch((conversation) -> conversation.ended));
			assertThat(sample.awaitExit(GRACE.plusSeconds(5))).isIn(0, 143);
		}
		assertThat(conversations).allSatisfy((conversation) -> {
			assertThat(conversation.fault).isNull();
			assertThat(conversation.closeCode).isEqualTo(1001);
			assertThat(conversation.answered).isBetween(20, conversation.sent);
		});
	}

	/**
	 * Sends numbered messages, and a new one for each answer. Its answers must be what it
	 * sent, in order and without a gap.
	 */
	private static final class Conversation implements SwarmClient.Script {

		private final int number;

		private int sent;

		private volatile int answered;

		private volatile boolean ended;

		private volatile int closeCode;

		private volatile String fault;

		Conversation(int number) {
			this.number = number;
		}

		@Override
		public void opened(SwarmClient client) throws IOException {
			for (int i = 0; i < MESSAGES_UNDER_WAY; i++) {
				sendNext(client);
			}
		}

		@Override
		public void text(SwarmClient client, String text) throws IOException {
			if (!text.equals(message(this.answered))) {
				this.fault = "expected " + message(this.answered) + " but received " + text;
			}
			// Only the swarm's thread writes.
			this.answered = this.answered + 1;
			sendNext(client);
		}

		@Override
		public void ended(int code, IOException error) {
			this.closeCode = code;
			if (error != null) {
				this.fault = error.toString();
			}
			this.ended = true;
		}

		private void sendNext(SwarmClient client) throws IOException {
			if (client.send(message(this.sent))) {
				this.sent++;
			}
		}

		private String message(int index) {
			return "client " + this.number + " message " + index;
		}

		@Override
		public String toString() {
			return "client " + this.number + ": " + this.sent + " sent, " + this.answered + " answered, closed with "
					+ this.closeCode;
		}

	}

}
