package io.aerosocket.sample.packaged;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * What is done to the packaged application on purpose, while others use it. The outcomes
 * are listed in docs/reliability.md.
 */
class FaultIntegrationTests {

	private static final int PEERS = 500;

	private static final Duration DEADLINE = Duration.ofSeconds(30);

	@Test
	void peersThatAreKilledAreForgottenAndTheOthersGoOn() throws Exception {
		try (SampleProcess sample = SampleProcess.start("peers-killed", List.of(), List.of());
				Bystanders others = new Bystanders(sample.socketPort(), PEERS)) {
			others.awaitProgress();
			Process doomed = DoomedPeers.start(sample.socketPort(), PEERS);
			awaitConnections(sample, 2 * PEERS);
			long began = System.nanoTime();
			doomed.destroyForcibly();
			awaitConnections(sample, PEERS);
			System.out.printf("%d of %d peers were killed: forgotten after %d ms%n", PEERS, 2 * PEERS,
					Duration.ofNanos(System.nanoTime() - began).toMillis());
			others.awaitProgress();
			assertThat(sample.output()).doesNotContain(" ERROR ");
		}
	}

	@Test
	void aFullDiskKeepsTheLogFromNobody() throws Exception {
		assumeThat(new File("/dev/full")).as("a file on a full disk").exists();
		try (SampleProcess sample = SampleProcess.start("disk-full", List.of(),
				List.of("--logging.file.name=/dev/full", "--logging.level.io.aerosocket=debug",
						"--logging.logback.rollingpolicy.max-file-size=100GB"));
				Bystanders others = new Bystanders(sample.socketPort(), PEERS)) {
			others.awaitProgress();
			assertThat(sample.getJson("/actuator/health/readiness").path("status").asString()).isEqualTo("UP");
		}
	}

	private static void awaitConnections(SampleProcess sample, int count) {
		Awaitility.await(count + " connections")
			.atMost(DEADLINE)
			.until(() -> sample.getJson("/api/status").path("openConnections").asInt() == count);
	}

	/**
	 * Peers in a process of their own.
	 */
	public static final class DoomedPeers {

		private DoomedPeers() {
		}

		static Process start(int port, int count) throws IOException {
			return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx128m",
					"-cp", System.getProperty("java.class.path"), DoomedPeers.class.getName(), String.valueOf(port),
					String.valueOf(count))
				.inheritIO()
				.start();
		}

		public static void main(String[] args) throws Exception {
			try (Bystanders peers = new Bystanders(Integer.parseInt(args[0]), Integer.parseInt(args[1]))) {
				peers.awaitProgress();
				Thread.currentThread().join();
			}
		}

	}

}
