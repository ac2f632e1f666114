package io.aerosocket.spring.boot.test.client;

import java.util.function.Consumer;

import io.aerosocket.server.ServerOptions;
import io.aerosocket.spring.boot.test.ConversationContract;
import io.aerosocket.spring.boot.test.RealServer;

/**
 * The conversation over sockets.
 */
class SocketConversationTests extends ConversationContract {

	@Override
	protected RealServer start(Consumer<ServerOptions.Builder> options) {
		return new RealServer(options);
	}

	@Override
	protected AeroSocketTestClient client(RealServer server) {
		return server.client();
	}

}
