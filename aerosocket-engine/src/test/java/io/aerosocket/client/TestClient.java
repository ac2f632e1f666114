package io.aerosocket.client;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import io.aerosocket.Connection;
import io.aerosocket.telemetry.EngineSnapshot;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A client around each test, with short time-outs, which asserts after the test that no
 * attempt, no connection and no queued byte is left.
 */
final class TestClient implements BeforeEachCallback, AfterEachCallback, AutoCloseable {

	static final Duration DEADLINE = Duration.ofSeconds(8);

	static {
		Awaitility.setDefaultPollDelay(Duration.ZERO);
		Awaitility.setDefaultPollInterval(Duration.ofMillis(5));
	}

	private final Consumer<AeroClient.Builder> description;

	private AeroClient client;

	private TestClient(Consumer<AeroClient.Builder> description) {
		this.description = description;
	}

	static TestClient with(Consumer<AeroClient.Builder> description) {
		return new TestClient(description);
	}

	static TestClient withOptions(Consumer<ClientOptions.Builder> options) {
		return with((builder) -> builder.options(options));
	}

	static TestClient create() {
		return with((builder) -> {
		});
	}

	/**
	 * Starts a client outside of JUnit's life cycle.
	 * @param options what it has besides the defaults for tests
	 * @return the client
	 */
	static TestClient started(Consumer<ClientOptions.Builder> options) {
		TestClient client = withOptions(options);
		client.start();
		return client;
	}

	private void start() {
		AeroClient.Builder builder = AeroClient.builder()
			.options((options) -> options.gracePeriod(Duration.ofSeconds(2))
				.connection((connection) -> connection.closeTimeout(Duration.ofSeconds(1))));
		this.description.accept(builder);
		this.client = builder.build();
	}

	AeroClient client() {
		return this.client;
	}

	/**
	 * Waits until nothing is under way and nobody is connected.
	 */
	void awaitEmpty() {
		Awaitility.await().atMost(DEADLINE).untilAsserted(() -> {
			EngineSnapshot snapshot = this.client.snapshot();
			assertThat(this.client.connections().count()).as("connections").isZero();
			assertThat(snapshot.openConnections()).as("openConnections").isZero();
			assertThat(snapshot.handshaking()).as("handshaking").isZero();
			assertThat(snapshot.queuedBytes()).as("queuedBytes").isZero();
			assertThat(snapshot.pausedReads()).as("pausedReads").isZero();
		});
	}

	static Connection await(CompletableFuture<Connection> connecting) {
		assertThat(connecting).succeedsWithin(DEADLINE);
		return connecting.join();
	}

	/**
	 * Waits until an attempt has failed.
	 * @param <X> the kind of error
	 * @param connecting the attempt
	 * @param type the kind of error
	 * @return the error
	 */
	static <X extends Throwable> X awaitFailure(CompletableFuture<Connection> connecting, Class<X> type) {
		try {
			Connection connection = connecting.get(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
			throw new AssertionError("Connected: " + connection);
		}
		catch (ExecutionException ex) {
			assertThat(ex.getCause()).isInstanceOf(type);
			return type.cast(ex.getCause());
		}
		catch (InterruptedException | TimeoutException ex) {
			throw new AssertionError(ex);
		}
	}

	@Override
	public void beforeEach(ExtensionContext context) {
		start();
	}

	@Override
	public void afterEach(ExtensionContext context) {
		close();
	}

	@Override
	public void close() {
		this.client.close();
		awaitEmpty();
	}

}
