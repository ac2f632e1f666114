package io.aerosocket.server;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.aerosocket.ConnectionOptions;
import io.aerosocket.SharedLimits;
import io.aerosocket.Transport;
import io.aerosocket.extension.Extension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link ServerOptions}: the range of each option, and its default.
 */
class ServerOptionsTests {

	@ParameterizedTest(name = "{0} = {1}")
	@CsvSource(delimiter = '|', textBlock = """
			port             | 0          |
			port             | 65535      |
			port             | -1         | port: -1 (expected: 0-65535)
			port             | 65536      | port: 65536 (expected: 0-65535)
			eventLoops       | 0          |
			eventLoops       | 1024       |
			eventLoops       | -1         | eventLoops: -1 (expected: 0-1024)
			eventLoops       | 1025       | eventLoops: 1025 (expected: 0-1024)
			backlog          | 1          |
			backlog          | 0          | backlog: 0 (expected: 1-2147483647)
			acceptors        | 0          |
			acceptors        | 1024       |
			acceptors        | -1         | acceptors: -1 (expected: 0-1024)
			acceptors        | 1025       | acceptors: 1025 (expected: 0-1024)
			maxHandshakeSize | 256        |
			maxHandshakeSize | 1048576    |
			maxHandshakeSize | 255        | maxHandshakeSize: 255 (expected: 256-1048576)
			maxHandshakeSize | 1048577    | maxHandshakeSize: 1048577 (expected: 256-1048576)
			maxConnections   | 1          |
			maxConnections   | 0          | maxConnections: 0 (expected: 1-2147483647)
			workerThreads    | 1          |
			workerThreads    | 0          | workerThreads: 0 (expected: 1-100000)
			workerThreads    | 100001     | workerThreads: 100001 (expected: 1-100000)
			handshakeTimeout | 1          |
			handshakeTimeout | 0          | handshakeTimeout: PT0S (expected: more than zero)
			handshakeTimeout | 31536000   |
			handshakeTimeout | 31536001   | handshakeTimeout: PT8760H1S (expected: PT0S to 365 days)
			handshakeTimeout | -1         | handshakeTimeout: PT-1S (expected: PT0S to 365 days)
			gracePeriod      | 0          |
			gracePeriod      | 31536000   |
			gracePeriod      | 31536001   | gracePeriod: PT8760H1S (expected: PT0S to 365 days)
			gracePeriod      | -1         | gracePeriod: PT-1S (expected: PT0S to 365 days)
			drainWindow      | 0          |
			drainWindow      | 31536000   |
			drainWindow      | 31536001   | drainWindow: PT8760H1S (expected: PT0S to 365 days)
			drainWindow      | -1         | drainWindow: PT-1S (expected: PT0S to 365 days)
			""")
	void eachOptionHasARange(String option, int value, String message) {
		ServerOptions.Builder builder = set(option, value);
		if (message == null) {
			assertThat(builder.build()).isNotNull();
		}
		else {
			assertThatIllegalArgumentException().isThrownBy(builder::build).withMessage(message);
		}
	}

	@Test
	void theDefaultsAreThoseOfThePlan() {
		assertThat(ServerOptions.builder().build()).isEqualTo(new ServerOptions(null, 8090, Transport.AUTO, 0, 4096, 1,
				false, false, null, null, Set.of(), List.of(), List.of(), Duration.ofSeconds(5), 16 * 1024, 100_000,
				AdmissionOptions.DEFAULTS, SharedLimits.DEFAULTS, ConnectionOptions.builder().build(), Map.of(), 200,
				Duration.ofSeconds(30), Duration.ofSeconds(10), DrainOptions.DEFAULTS, null));
	}

	@Test
	void aHealthPathStartsWithASlash() {
		assertThat(ServerOptions.builder().healthPath("/health").build().healthPath()).isEqualTo("/health");
		assertThatIllegalArgumentException().isThrownBy(() -> ServerOptions.builder().healthPath("health").build())
			.withMessageContaining("healthPath: health");
	}

	@ParameterizedTest(name = "address {0}, plaintext {1}: {2}")
	@CsvSource({ ", false, loopback", ", true, all", "127.0.0.1, false, 127.0.0.1", "::1, false, 0:0:0:0:0:0:0:1",
			"192.0.2.1, true, 192.0.2.1", "192.0.2.1, false, refused", "0.0.0.0, false, refused",
			"0.0.0.0, true, 0.0.0.0" })
	void plaintextStaysOnTheLoopbackAddressUnlessAllowed(String address, boolean plaintext, String bound)
			throws UnknownHostException {
		ServerOptions.Builder builder = ServerOptions.builder()
			.address((address != null) ? InetAddress.getByName(address) : null)
			.plaintext(plaintext);
		switch (bound) {
			case "refused" -> assertThatIllegalArgumentException().isThrownBy(builder::build)
				.withMessageContaining("address: " + address + " without TLS");
			case "all" -> assertThat(builder.build().bindAddress()).isNull();
			case "loopback" -> assertThat(builder.build().bindAddress().isLoopbackAddress()).isTrue();
			default -> assertThat(builder.build().bindAddress().getHostAddress()).isEqualTo(bound);
		}
	}

	@Test
	void collectionsAreCopied() {
		Set<String> origins = new HashSet<>(Set.of("https://a"));
		List<String> subprotocols = new ArrayList<>(List.of("b", "a"));
		ServerOptions options = ServerOptions.builder().allowedOrigins(origins).subprotocols(subprotocols).build();
		origins.clear();
		subprotocols.clear();
		assertThat(options.allowedOrigins()).containsExactly("https://a");
		assertThat(options.subprotocols()).containsExactly("b", "a");
	}

	@Test
	void connectionOptionsAddUp() {
		ServerOptions options = ServerOptions.builder()
			.connection((connection) -> connection.maxMessageSize(500))
			.connection((connection) -> connection.maxFragments(3))
			.build();
		assertThat(options.connection().maxMessageSize()).isEqualTo(500);
		assertThat(options.connection().maxFrameSize()).isEqualTo(500);
		assertThat(options.connection().maxFragments()).isEqualTo(3);
	}

	@Test
	void aBuilderThatStartsWithOptionsHasAllOfThem() throws Exception {
		ServerOptions.Builder builder = ServerOptions.builder();
		for (Field field : ServerOptions.Builder.class.getDeclaredFields()) {
			if (!Modifier.isStatic(field.getModifiers()) && !field.isSynthetic()) {
				field.setAccessible(true);
				field.set(builder, another(field, field.get(builder)));
			}
		}
		ServerOptions options = builder.build();
		assertThat(options.toBuilder().build()).isEqualTo(options);
	}

	/** A value that is not the default, of each type that an option has. */
	private static Object another(Field field, Object value) {
		Class<?> type = field.getType();
		if (type == boolean.class) {
			return !(boolean) value;
		}
		if (type == int.class) {
			return (int) value + 1;
		}
		if (type == Duration.class) {
			return ((Duration) value).plusSeconds(1);
		}
		return switch (field.getName()) {
			case "address" -> InetAddress.getLoopbackAddress();
			case "transport" -> Transport.NIO;
			case "healthPath" -> "/health";
			case "allowedOrigins" -> Set.of("https://example.org");
			case "subprotocols" -> List.of("v2");
			case "extensions" -> List.of(mock(Extension.class));
			case "connection" -> ConnectionOptions.builder().maxFragments(7).build();
			default -> mock(type);
		};
	}

	private static ServerOptions.Builder set(String option, int value) {
		ServerOptions.Builder builder = ServerOptions.builder();
		return switch (option) {
			case "port" -> builder.port(value);
			case "eventLoops" -> builder.eventLoops(value);
			case "backlog" -> builder.backlog(value);
			case "acceptors" -> builder.acceptors(value);
			case "maxHandshakeSize" -> builder.maxHandshakeSize(value);
			case "maxConnections" -> builder.maxConnections(value);
			case "workerThreads" -> builder.workerThreads(value);
			case "handshakeTimeout" -> builder.handshakeTimeout(Duration.ofSeconds(value));
			case "gracePeriod" -> builder.gracePeriod(Duration.ofSeconds(value));
			case "drainWindow" -> builder.drainWindow(Duration.ofSeconds(value));
			default -> throw new IllegalArgumentException(option);
		};
	}

}
