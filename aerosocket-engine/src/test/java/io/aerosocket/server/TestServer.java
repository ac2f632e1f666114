package io.aerosocket.server;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import io.aerosocket.ConnectionHandler;
import io.aerosocket.telemetry.EngineSnapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A running server around each test, or around all of a class where the field is static.
 * It listens on a free port, has short time-outs, and asserts after each test that no
 * connection and no queued byte is left.
 */
final class TestServer
		implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback, AutoCloseable {

	static final ConnectionHandler ECHO = ConnectionHandler.of((connection, message) -> connection.send(message));

	static {
		// The default of 100 ms before each look would be most of the tests' time.
		Awaitility.setDefaultPollDelay(Duration.ZERO);
		Awaitility.setDefaultPollInterval(Duration.ofMillis(5));
	}

	private final Consumer<AeroServer.Builder> description;

	private AeroServer server;

	private boolean aroundTheClass;

	private TestServer(Consumer<AeroServer.Builder> description) {
		this.description = description;
	}

	/**
	 * Describes a server.
	 * @param description what it has besides the defaults for tests
	 * @return the extension
	 */
	static TestServer with(Consumer<AeroServer.Builder> description) {
		return new TestServer(description);
	}

	/**
	 * Describes a server that sends everything back on {@code /echo}.
	 * @return the extension
	 */
	static TestServer echo() {
		return with((builder) -> builder.route("/echo", ECHO));
	}

	/**
	 * Starts a server outside of JUnit's life cycle.
	 * @param description what it has besides the defaults for tests
	 * @return the running server
	 */
	static TestServer started(Consumer<AeroServer.Builder> description) {
		TestServer server = with(description);
		server.start();
		return server;
	}

	static AeroServer.Builder builder() {
		return AeroServer.builder()
			.port(0)
			.options((options) -> options.eventLoops(1)
				.gracePeriod(Duration.ofSeconds(2))
				.drainWindow(Duration.ZERO)
				.connection((connection) -> connection.closeTimeout(Duration.ofSeconds(1))));
	}

	AeroServer server() {
		return this.server;
	}

	RawPeer connect() {
		return RawPeer.connect(this.server);
	}

	RawPeer open(String target, String... headers) {
		return RawPeer.open(this.server, target, headers);
	}

	EngineSnapshot snapshot() {
		return this.server.snapshot();
	}

	/**
	 * Waits until nobody is connected and nothing waits to be written.
	 */
	void awaitEmpty() {
		await().atMost(RawPeer.DEADLINE).untilAsserted(() -> {
			EngineSnapshot snapshot = snapshot();
			assertThat(this.server.connections().count()).as("connections").isZero();
			assertThat(snapshot.openConnections()).as("openConnections").isZero();
			assertThat(snapshot.handshaking()).as("handshaking").isZero();
			assertThat(snapshot.queuedBytes()).as("queuedBytes").isZero();
			assertThat(snapshot.pausedReads()).as("pausedReads").isZero();
		});
	}

	@Override
	public void beforeAll(ExtensionContext context) {
		this.aroundTheClass = true;
		start();
	}

	@Override
	public void beforeEach(ExtensionContext context) {
		if (!this.aroundTheClass) {
			start();
		}
	}

	@Override
	public void afterEach(ExtensionContext context) {
		if (this.aroundTheClass) {
			awaitEmpty();
		}
		else {
			close();
		}
	}

	@Override
	public void afterAll(ExtensionContext context) {
		if (this.aroundTheClass) {
			close();
		}
	}

	private void start() {
		AeroServer.Builder builder = builder();
		this.description.accept(builder);
		this.server = builder.build().start();
	}

	@Override
	public void close() {
		stopAndCountCut(Duration.ofSeconds(1));
		awaitEmpty();
		assertThat(this.server.state()).isEqualTo(AeroServer.State.STOPPED);
	}

	int stopAndCountCut(Duration grace) {
		try {
			return this.server.stop(grace)
				.toCompletableFuture()
				.get(RawPeer.DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (Exception ex) {
			throw new AssertionError("The server did not stop", ex);
		}
	}

}
