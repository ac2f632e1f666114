package io.aerosocket.spring.handler;

import java.lang.reflect.Type;
import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;
import org.springframework.expression.Expression;

import io.aerosocket.Connection;
import io.aerosocket.Handshake;

/**
 * Replies that go to all connections of the path.
 *
 * @param template sends them
 * @param toSelf whether the connection itself gets them
 * @param samePathVariables whether those with other values of variables do not
 * @param key finds what a reply is the latest value of, or {@code null} for nothing
 * @param type the declared type of what is sent, or {@code null} if only the value tells
 */
record BroadcastReply(AeroSocketTemplate template, boolean toSelf, boolean samePathVariables, @Nullable Expression key,
		@Nullable Type type) implements HandlerReply {

	BroadcastReply of(@Nullable Type type) {
		return new BroadcastReply(this.template, this.toSelf, this.samePathVariables, this.key, type);
	}

	@Override
	public @Nullable CompletionStage<?> send(Connection connection, @Nullable Object value) {
		if (value != null) {
			sendAndFlush(connection, value);
		}
		// The next message need not wait: broadcasts keep their order.
		return null;
	}

	@Override
	public CompletionStage<?> sendAndFlush(Connection connection, Object value) {
		AeroSocketReceivers receivers = receivers(connection, value);
		return (this.type != null) ? receivers.send(value, this.type) : receivers.send(value);
	}

	private AeroSocketReceivers receivers(Connection connection, Object value) {
		Object conflationKey = (this.key != null) ? this.key.getValue(value) : null;
		AeroSocketReceivers all = receivers(connection);
		return (conflationKey != null) ? all.conflatedBy(conflationKey) : all;
	}

	private AeroSocketReceivers receivers(Connection connection) {
		Handshake handshake = connection.handshake();
		AeroSocketReceivers all = this.samePathVariables
				? this.template.path(handshake.pathPattern(), handshake.pathVariables())
				: this.template.path(handshake.pathPattern());
		return this.toSelf ? all : all.except(connection);
	}

}
