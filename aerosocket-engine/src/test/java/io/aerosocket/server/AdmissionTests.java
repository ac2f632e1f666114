package io.aerosocket.server;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.aerosocket.Handshake;
import io.aerosocket.HandshakeDecision;
import io.aerosocket.telemetry.RefusalReason;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * How many connections may come from one address or belong to one user.
 */
class AdmissionTests {

	private static final String ELSEWHERE = "127.0.0.2";

	private final CompletableFuture<Void> decided = new CompletableFuture<>();

	@RegisterExtension
	final TestServer server = TestServer.with((builder) -> builder.route("/echo", TestServer.ECHO)
		.route("/slow", TestServer.ECHO)
		.interceptor(this::decide)
		.options((options) -> options.admission((admission) -> admission.withMaxPerAddress(3).withMaxPerUser(2))));

	@Test
	void moreFromOneAddressAreRefusedWith429() {
		try (RawPeer first = this.server.open("/echo");
				RawPeer second = this.server.open("/echo");
				RawPeer third = this.server.open("/echo")) {
			assertRefused(this.server.connect(), "/echo", RefusalReason.ADDRESS_LIMIT);
			RawPeer.connectFrom(ELSEWHERE, this.server.server()).upgrade("/echo").closeRegularly();
			first.assertEchoes("goes on").closeRegularly();
			awaitConnections(2);
			this.server.open("/echo").closeRegularly();
			second.closeRegularly();
			third.reset();
		}
	}

	@Test
	void whoIsStillBeingDecidedOnCountsToo() {
		try (RawPeer first = this.server.connect();
				RawPeer second = this.server.connect();
				RawPeer third = this.server.connect()) {
			for (RawPeer peer : new RawPeer[] { first, second, third }) {
				peer.write(RawRequest.to("/slow").bytes());
			}
			await().untilAsserted(() -> assertThat(this.decided.getNumberOfDependents()).isEqualTo(3));
			assertRefused(this.server.connect(), "/echo", RefusalReason.ADDRESS_LIMIT);
			this.decided.complete(null);
			assertThat(first.readResponse().status()).isEqualTo(101);
		}
	}

	@Test
	void socketsOfOneAddressThatSayNothingDoNotKeepOthersOut() {
		List<RawPeer> silent = new ArrayList<>();
		for (int i = 0; i < 3 + 16; i++) {
			silent.add(this.server.connect());
		}
		await().untilAsserted(() -> assertThat(this.server.snapshot().handshaking()).isEqualTo(3 + 16));
		try (RawPeer oneMore = this.server.connect()) {
			oneMore.assertEnds();
		}
		assertThat(this.server.snapshot().refusals()).containsEntry(RefusalReason.ADDRESS_LIMIT, 1L);
		RawPeer.connectFrom(ELSEWHERE, this.server.server()).upgrade("/echo").closeRegularly();
		silent.forEach(RawPeer::close);
		this.server.awaitEmpty();
		this.server.open("/echo").closeRegularly();
	}

	@Test
	void requestsThatAreRefusedLeaveTheirPlace() {
		for (int i = 0; i < 10; i++) {
			try (RawPeer peer = this.server.connect()) {
				peer.write(RawRequest.to("/echo?refuse").bytes());
				assertThat(peer.readResponse().status()).isEqualTo(403);
			}
			this.server.awaitEmpty();
		}
		this.server.open("/echo").closeRegularly();
	}

	@Test
	void moreOfOneUserAreRefusedWith429() {
		try (RawPeer first = this.server.open("/echo?user=ann");
				RawPeer second = RawPeer.connectFrom(ELSEWHERE, this.server.server()).upgrade("/echo?user=ann")) {
			assertRefused(RawPeer.connectFrom(ELSEWHERE, this.server.server()), "/echo?user=ann",
					RefusalReason.USER_LIMIT);
			this.server.open("/echo?user=bob").closeRegularly();
			this.server.open("/echo").closeRegularly();
			first.closeRegularly();
			awaitConnections(1);
			this.server.open("/echo?user=ann").closeRegularly();
			second.closeRegularly();
		}
	}

	@Test
	void limitsCanBeChangedWhileTheServerRuns() {
		this.server.server().reconfigure((options) -> options.admission((admission) -> admission.withMaxPerAddress(1)));
		try (RawPeer first = this.server.open("/echo")) {
			assertRefused(this.server.connect(), "/echo", RefusalReason.ADDRESS_LIMIT);
			this.server.server()
				.reconfigure((options) -> options.admission((admission) -> admission.withMaxPerAddress(0)));
			this.server.open("/echo").closeRegularly();
			first.closeRegularly();
		}
	}

	@ParameterizedTest
	@CsvSource({ "192.0.2.1, 192.0.2.1, true", "192.0.2.1, 192.0.2.2, false", "2001:db8::1, 2001:db8::2, true",
			"2001:db8:0:1::1, 2001:db8:0:2::1, false", "::ffff:192.0.2.1, 192.0.2.1, true" })
	void aNetworkOf64BitsIsOneAddressInIpv6(String one, String other, boolean same) throws Exception {
		Object first = Admission.network(new InetSocketAddress(InetAddress.getByName(one), 1));
		Object second = Admission.network(new InetSocketAddress(InetAddress.getByName(other), 2));
		assertThat(first.equals(second)).isEqualTo(same);
	}

	@Test
	void nothingIsKeptOfWhoIsGone() {
		Tally<String> tally = new Tally<>();
		assertThat(tally.add("a", 2)).isTrue();
		assertThat(tally.add("a", 2)).isTrue();
		assertThat(tally.add("a", 2)).isFalse();
		assertThat(tally.add("b", 0)).isFalse();
		assertThat(tally.size()).isOne();
		tally.remove("a");
		assertThat(tally.add("a", 2)).isTrue();
		tally.remove("a");
		tally.remove("a");
		assertThat(tally.size()).isZero();
	}

	@Test
	void eachLimitHasARange() {
		assertThatIllegalArgumentException().isThrownBy(() -> AdmissionOptions.DEFAULTS.withMaxPerAddress(-1))
			.withMessage("admission maxPerAddress: -1 (expected: 0-2147483647, 0 for any number)");
		assertThatIllegalArgumentException().isThrownBy(() -> AdmissionOptions.DEFAULTS.withMaxPerUser(-1));
		assertThatIllegalArgumentException().isThrownBy(() -> AdmissionOptions.DEFAULTS.withAcceptRate(1_000_001))
			.withMessage("admission acceptRate: 1000001 (expected: 0-1000000, 0 for any number)");
	}

	private void assertRefused(RawPeer peer, String target, RefusalReason reason) {
		try (peer) {
			peer.write(RawRequest.to(target).bytes());
			RawResponse response = peer.readResponse();
			assertThat(response.status()).isEqualTo(429);
			assertThat(response.header("Retry-After")).matches("[5-7]");
			peer.assertEnds();
		}
		assertThat(this.server.snapshot().refusals()).containsEntry(reason, 1L);
	}

	private void awaitConnections(int count) {
		await().until(() -> this.server.server().connections().count() == count);
	}

	private CompletionStage<HandshakeDecision> decide(Handshake handshake) {
		if ("refuse".equals(handshake.query())) {
			return CompletableFuture.completedStage(HandshakeDecision.refuse(403, "no"));
		}
		List<String> users = handshake.queryParameters().get("user");
		String user = (users != null) ? users.get(0) : null;
		HandshakeDecision accept = (user != null) ? HandshakeDecision.accept(new User(user))
				: HandshakeDecision.accept();
		return handshake.path().equals("/slow") ? this.decided.thenApply((now) -> accept)
				: CompletableFuture.completedStage(accept);
	}

	private record User(String name) implements Principal {

		@Override
		public String getName() {
			return this.name;
		}

	}

}
