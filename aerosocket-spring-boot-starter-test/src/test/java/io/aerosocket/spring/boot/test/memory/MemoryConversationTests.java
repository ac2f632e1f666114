package io.aerosocket.spring.boot.test.memory;

import java.util.function.Consumer;

import org.junit.jupiter.api.Test;

import io.aerosocket.Transport;
import io.aerosocket.server.AeroServer;
import io.aerosocket.server.ServerOptions;
import io.aerosocket.spring.boot.test.ConversationContract;
import io.aerosocket.spring.boot.test.RealServer;
import io.aerosocket.spring.boot.test.client.AeroSocketTestClient;

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

}
