package io.aerosocket.server;

import java.lang.reflect.RecordComponent;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.aerosocket.Transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * What cannot change while a server runs is refused with a reason, and then nothing
 * changes at all.
 */
class FixedOptionsTests {

	/** Whoever adds an option decides here whether it can change, and tests that. */
	private static final List<String> CHANGEABLE = List.of("healthPath", "allowedOrigins", "subprotocols", "extensions",
			"handshakeTimeout", "maxHandshakeSize", "maxConnections", "admission", "shared", "paths", "connection",
			"workerThreads", "gracePeriod", "drainWindow", "drain");

	@RegisterExtension
	final TestServer server = TestServer.echo();

	@Test
	void eachOptionIsFixedOrChangeable() {
		assertThat(Arrays.stream(ServerOptions.class.getRecordComponents()).map(RecordComponent::getName))
			.as("FixedOptions, or the list of this test and a test of ReconfigureTests")
			.allMatch((name) -> FixedOptions.names().contains(name) != CHANGEABLE.contains(name));
	}

	@Test
	void whatIsFixedIsRefusedWithItsReason() {
		refused("port", (options) -> options.port(options.build().port() + 1));
		refused("address", (options) -> options.address(InetAddress.getLoopbackAddress()));
		refused("transport", (options) -> options.transport(Transport.NIO));
		refused("eventLoops", (options) -> options.eventLoops(2));
		refused("backlog", (options) -> options.backlog(7));
		refused("acceptors", (options) -> options.acceptors(0));
		refused("reusePort", (options) -> options.reusePort(true));
		refused("plaintext", (options) -> options.plaintext(true));
	}

	@Test
	void allThatIsFixedIsNamedAtOnce() {
		assertThatExceptionOfType(FixedOptionsException.class)
			.isThrownBy(() -> this.server.server().reconfigure((options) -> options.port(1).backlog(7)))
			.withMessage("port: 1 (expected: 0, because the listening sockets are bound); "
					+ "backlog: 7 (expected: 4096, because the listening sockets are bound)")
			.satisfies((error) -> assertThat(error.options()).extracting(FixedOption::name)
				.containsExactly("port", "backlog"));
	}

	@Test
	void whatIsOutOfRangeChangesNothing() {
		nothingChanges((options) -> options.maxConnections(7).maxHandshakeSize(1), "maxHandshakeSize: 1");
		nothingChanges((options) -> options.maxConnections(7).allowedOrigins(Set.of("not an origin")),
				"allowed origin: not an origin");
		nothingChanges((options) -> options.connection((connection) -> connection.closeTimeout(Duration.ZERO)),
				"closeTimeout");
	}

	@Test
	void whatARouteMakesOfItIsCheckedToo() {
		try (TestServer choosy = TestServer.started((builder) -> builder.route("/echo", TestServer.ECHO, RouteOptions
			.changing((options) -> options.toBuilder().maxMessageSize(options.maxMessageSize() - 100).build())))) {
			ServerOptions before = choosy.server().options();
			assertThatIllegalArgumentException()
				.isThrownBy(() -> choosy.server()
					.reconfigure((options) -> options.connection((connection) -> connection.maxMessageSize(100))))
				.withMessageContaining("maxMessageSize: 0");
			assertThat(choosy.server().options()).isSameAs(before);
		}
	}

	@Test
	void aChangeThatFailsChangesNothing() {
		ServerOptions before = this.server.server().options();
		assertThatIllegalStateException().isThrownBy(() -> this.server.server().reconfigure((options) -> {
			options.maxConnections(7);
			throw new IllegalStateException("on purpose");
		}));
		assertThat(this.server.server().options()).isSameAs(before);
	}

	@Test
	void aServerCanChangeBeforeItStarts() {
		AeroServer fresh = TestServer.builder().build();
		assertThat(fresh.reconfigure((options) -> options.maxConnections(7)).maxConnections()).isEqualTo(7);
		assertThat(fresh.options().maxConnections()).isEqualTo(7);
		fresh.close();
		assertThatIllegalStateException().isThrownBy(() -> fresh.reconfigure((options) -> options.maxConnections(8)))
			.withMessageContaining("STOPPED");
	}

	private void refused(String option, Consumer<ServerOptions.Builder> change) {
		ServerOptions before = this.server.server().options();
		assertThatExceptionOfType(FixedOptionsException.class)
			.isThrownBy(() -> this.server.server().reconfigure(change.andThen((options) -> options.maxConnections(7))))
			.withMessageStartingWith(option + ": ")
			.withMessageContaining("because");
		assertThat(this.server.server().options()).isSameAs(before);
	}

	private void nothingChanges(Consumer<ServerOptions.Builder> change, String message) {
		ServerOptions before = this.server.server().options();
		assertThatIllegalArgumentException().isThrownBy(() -> this.server.server().reconfigure(change))
			.withMessageContaining(message);
		assertThat(this.server.server().options()).isSameAs(before);
		try (RawPeer peer = this.server.open("/echo")) {
			peer.assertEchoes("as before").closeRegularly();
		}
	}

}
