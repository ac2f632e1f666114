package io.aerosocket.spring.boot.test.memory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.aerosocket.Connection;
import io.aerosocket.ConnectionHandler;
import io.aerosocket.MessageSource;
import io.aerosocket.Transport;
import io.aerosocket.server.AeroServer;
import io.aerosocket.server.ServerOptions;
import io.aerosocket.spring.boot.test.ConversationContract;
import io.aerosocket.spring.boot.test.RealServer;
import io.aerosocket.spring.boot.test.client.AeroSocketTestClient;
import io.aerosocket.spring.boot.test.client.AeroSocketTestConnection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * The conversation in memory.
 */
class MemoryConversationTests extends ConversationContract {

	private final MemoryNetwork network = new MemoryNetwork();

	@Override
	protected RealServer start(Consumer<ServerOptions.Builder> options) {
		return new RealServer((builder) -> {
			builder.channels(this.network);
			options.accept(builder);
		});
	}

	@Override
	protected AeroSocketTestClient client(RealServer server) {
		return AeroSocketTestClient.over(this.network);
	}

	@Test
	void theServerKnowsThatItHasNoSocket() {
		try (RealServer server = start((options) -> options.port(1234))) {
			assertThat(server.server().transport()).isEqualTo(Transport.CUSTOM);
			assertThat(server.server().port()).isEqualTo(1234);
		}
	}

	@Test
	void aServerThatIsNotThereCannotBeReached() {
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> AeroSocketTestClient.over(this.network).connect("/echo"))
			.withMessage("Could not connect to ws://localhost/echo: the server has not started");
		start((options) -> {
		}).close();
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> AeroSocketTestClient.over(this.network).connect("/echo"))
			.withMessage("Could not connect to ws://localhost/echo: the server does not listen");
	}

	@Test
	void aNetworkServesOneServer() {
		try (RealServer server = start((options) -> {
		})) {
			AeroServer second = AeroServer.builder().options((options) -> options.channels(this.network)).build();
			assertThatIllegalStateException().isThrownBy(second::start)
				.withMessage("A network in memory serves one server, once");
			client(server).connect("/echo").sendText("a").expectText("a");
		}
	}

	@Test
	void whatAClientDoesNotReadWaitsOnTheServer() {
		try (RealServer server = start((options) -> {
		})) {
			AeroSocketTestConnection connection = client(server).handshake("/echo").receiveBuffer(1000).connect();
			connection.sendText("first").expectText("first");
			Connection peer = server.server().connections().all().iterator().next();
			connection.faults().stopReading();
			for (int i = 0; i < 200; i++) {
				connection.sendBinary(new byte[1000]);
			}
			this.network.clock().settle();
			// What is not in the client's buffer is in Netty's, and then in ours.
			assertThat(peer.queuedBytes()).isPositive();
			connection.faults().resumeReading();
			for (int i = 0; i < 200; i++) {
				connection.expectBinary(new byte[1000]);
			}
			this.network.clock().settle();
			assertThat(peer.queuedBytes()).isZero();
		}
	}

	@Test
	void aFileTravelsInPieces(@TempDir Path directory) throws IOException {
		byte[] content = new byte[300_000];
		new Random(1).nextBytes(content);
		Path file = Files.write(directory.resolve("large"), content);
		AeroServer server = AeroServer.builder()
			.options((options) -> options.channels(this.network).gracePeriod(Duration.ZERO))
			.route("/file",
					ConnectionHandler.of((connection, message) -> connection.sendStream(MessageSource.binary(file))))
			.build();
		try (server) {
			server.start();
			AeroSocketTestConnection connection = AeroSocketTestClient.over(this.network)
				.handshake("/file")
				.receiveBuffer(10_000)
				.connect();
			connection.faults().stopReading().sendText("go");
			this.network.clock().settle();
			connection.faults().resumeReading().expectBinary(content);
		}
	}

}
