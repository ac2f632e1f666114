package io.aerosocket.sample.packaged;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import io.aerosocket.faulty.HangingHandler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the packaged application does when a handler hangs and its peers go on sending.
 * The outcomes are listed in docs/reliability.md.
 */
class HangingHandlerIntegrationTests {

	private static final int DIRECT_MEBIBYTES = 64;

	private static final int OTHERS = 50;

	/** With what each of them sends, they would take more than all direct memory. */
	private static final int PEERS = 300;

	private static final int MESSAGES = 100;

	private static final int SIZE = 4_000;

	private final AtomicInteger opened = new AtomicInteger();

	private final AtomicInteger toldToGo = new AtomicInteger();

	private final AtomicInteger endedOtherwise = new AtomicInteger();

	@Test
	void itsPeersWaitOrAreToldToGoAndNobodyElse() throws IOException {
		ByteBuffer messages = messages();
		try (SampleProcess sample = AddedHandlers.start("hanging-handler",
				List.of("-XX:MaxDirectMemorySize=" + DIRECT_MEBIBYTES + "m"), HangingHandler.class);
				Bystanders others = new Bystanders(sample.socketPort(), OTHERS);
				Swarm swarm = new Swarm(sample.socketPort(), "/hanging", PEERS, (number) -> new Sending(messages))) {
			others.awaitProgress();
			long began = System.nanoTime();
			swarm.start();
			Bystanders.await("all of them are not read any more, or were told to go").untilAsserted(() -> {
				Meters meters = Meters.of(sample);
				assertThat(this.opened).hasValue(PEERS);
				assertThat(meters.sum("reads_paused") + this.toldToGo.get()).isEqualTo(PEERS);
				assertThat(meters.sum("inbound_memory_bytes"))
					.isLessThanOrEqualTo(meters.sum("inbound_memory_max_bytes"));
			});
			System.out.printf(
					"%d peers of a handler that hangs sent %d messages of %d bytes: %d not read, %d told to go after %d ms%n",
					PEERS, MESSAGES, SIZE, Meters.of(sample).sum("reads_paused"), this.toldToGo.get(),
					Duration.ofNanos(System.nanoTime() - began).toMillis());
			others.awaitProgress();
			others.assertUndisturbed();
			assertThat(this.endedOtherwise).as("peers that ended without being told why").hasValue(0);
			assertThat(sample.output().lines().filter((line) -> line.contains(" WARN ")))
				.as("warnings, at most one of a limit in ten seconds")
				.hasSizeLessThanOrEqualTo(2 + 2 * (int) Duration.ofNanos(System.nanoTime() - began).toSeconds() / 10);
			assertThat(sample.output()).doesNotContain("memory ran out").doesNotContain(" ERROR ");
		}
	}

	private static ByteBuffer messages() {
		byte[] text = "a".repeat(SIZE).getBytes(StandardCharsets.US_ASCII);
		ByteBuffer messages = ByteBuffer.allocate(MESSAGES * (8 + SIZE));
		for (int i = 0; i < MESSAGES; i++) {
			messages.put((byte) 0x81).put((byte) 0xFE).putShort((short) SIZE).putInt(0).put(text);
		}
		return messages.flip();
	}

	private final class Sending implements SwarmClient.Script {

		private final ByteBuffer messages;

		Sending(ByteBuffer messages) {
			this.messages = messages;
		}

		@Override
		public void opened(SwarmClient client) throws IOException {
			client.sendRaw(this.messages.duplicate());
			HangingHandlerIntegrationTests.this.opened.incrementAndGet();
		}

		@Override
		public void text(SwarmClient client, String text) {
			throw new IllegalStateException("An answer from a handler that hangs");
		}

		@Override
		public void ended(int code, IOException error) {
			((code == 1013) ? HangingHandlerIntegrationTests.this.toldToGo
					: HangingHandlerIntegrationTests.this.endedOtherwise)
				.incrementAndGet();
		}

	}

}
