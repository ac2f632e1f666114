package io.aerosocket.sample.packaged;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the packaged application does when no packet comes through any more. The outcomes
 * are listed in docs/reliability.md.
 */
@NeedsDistantNetwork
class PartitionIntegrationTests {

	private static final int OTHERS = 100;

	/** In conversations, sent to, and silent. */
	private static final int EACH = 200;

	private static final int PEERS = 3 * EACH;

	@Test
	void peersBehindAFirewallAreFoundByTheHeartbeat() throws Exception {
		try (DistantNetwork network = DistantNetwork.create();
				SampleProcess sample = start(network, "firewalled",
						List.of("--aerosocket.server.heartbeat.interval=1s", "--aerosocket.server.heartbeat.timeout=1s",
								"--logging.level.io.aerosocket.internal.connection=debug"));
				Bystanders others = new Bystanders(sample.socketPort(), network.address(), OTHERS);
				DistantPeers peers = DistantPeers.start(network, sample.socketPort(), EACH)) {
			others.awaitProgress();
			network.cut();
			long began = System.nanoTime();
			awaitOnlyTheOthers(sample);
			System.out.printf("%d peers behind a firewall: closed after %d ms%n", PEERS,
					Duration.ofNanos(System.nanoTime() - began).toMillis());
			assertThat(Meters.of(sample).sum("closes_total", "code=\"1006\"")).isEqualTo(PEERS);
			assertThat(sample.output().lines().filter((line) -> line.contains("did not answer a ping and was cut")))
				.hasSize(PEERS);
			others.awaitProgress();
			network.heal();
			Bystanders.await("peers are told when packets come through")
				.untilAsserted(() -> assertThat(peers.ended()).isEqualTo(PEERS));
			try (DistantPeers again = DistantPeers.start(network, sample.socketPort(), EACH)) {
				again.awaitProgress();
			}
			others.awaitProgress();
			others.assertUndisturbed();
			assertThat(peers.wrongAnswers()).isZero();
			assertThat(sample.output()).doesNotContain(" WARN ").doesNotContain(" ERROR ");
		}
	}

	@Test
	void aLossThatEndsBeforeTheHeartbeatDoesCostsNothing() throws Exception {
		try (DistantNetwork network = DistantNetwork.create();
				SampleProcess sample = start(network, "packets-lost", List.of());
				Bystanders others = new Bystanders(sample.socketPort(), network.address(), OTHERS);
				DistantPeers peers = DistantPeers.start(network, sample.socketPort(), EACH)) {
			others.awaitProgress();
			long began = System.nanoTime();
			network.cut();
			Bystanders.await("all who are spoken to have lost packets, and then more of them")
				.untilAsserted(() -> assertThat(peers.inVain(sample.socketPort())).isEqualTo(2 * EACH));
			network.heal();
			long healed = System.nanoTime();
			peers.awaitProgress();
			System.out.printf("All packets of %d peers were lost for %d ms: all went on after %d ms%n", PEERS,
					Duration.ofNanos(healed - began).toMillis(),
					Duration.ofNanos(System.nanoTime() - healed).toMillis());
			others.awaitProgress();
			others.assertUndisturbed();
			assertThat(peers.wrongAnswers()).isZero();
			assertThat(peers.ended()).isZero();
			Meters meters = Meters.of(sample);
			assertThat(meters.sum("connections")).isEqualTo(PEERS + OTHERS);
			assertThat(meters.sum("closes_total")).isZero();
			assertThat(meters.sum("drops_total")).isZero();
			assertThat(sample.output()).doesNotContain(" WARN ").doesNotContain(" ERROR ");
		}
	}

	private static SampleProcess start(DistantNetwork network, String name, List<String> properties)
			throws IOException {
		List<String> arguments = new ArrayList<>(
				List.of("--aerosocket.server.address=" + network.address(), "--aerosocket.server.plaintext=true"));
		arguments.addAll(properties);
		return SampleProcess.start(name, List.of(), arguments);
	}

	private static void awaitOnlyTheOthers(SampleProcess sample) {
		Bystanders.await("memory and connections are back").untilAsserted(() -> {
			Meters meters = Meters.of(sample);
			assertThat(meters.sum("connections")).isEqualTo(OTHERS);
			assertThat(meters.sum("closes_total")).isEqualTo(PEERS);
			assertThat(meters.sum("queued_bytes")).isZero();
			assertThat(meters.sum("outbound_memory_bytes")).isZero();
			assertThat(meters.sum("inbound_memory_bytes")).isZero();
		});
	}

}
