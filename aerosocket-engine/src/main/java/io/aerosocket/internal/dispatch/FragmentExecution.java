package io.aerosocket.internal.dispatch;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;

import io.aerosocket.CloseReason;
import io.aerosocket.Connection;
import io.aerosocket.Execution;
import io.aerosocket.Fragment;
import io.aerosocket.FragmentHandler;

/**
 * Makes the calls of a handler that takes messages in pieces.
 */
final class FragmentExecution implements FragmentHandler {

	private final FragmentHandler handler;

	private final HandlerExecution execution;

	FragmentExecution(FragmentHandler handler, HandlerExecution execution) {
		this.handler = handler;
		this.execution = execution;
	}

	@Override
	public Execution execution(Event event) {
		return this.execution.execution(event);
	}

	@Override
	public @Nullable CompletionStage<?> onOpen(Connection connection) {
		return this.execution.onOpen(connection);
	}

	@Override
	public @Nullable CompletionStage<?> onFragment(Connection connection, Fragment fragment) {
		return this.execution.call(connection, () -> this.handler.onFragment(connection, fragment));
	}

	@Override
	public void onPong(Connection connection, ByteBuffer payload) {
		this.execution.onPong(connection, payload);
	}

	@Override
	public @Nullable CompletionStage<?> onClose(Connection connection, CloseReason reason) {
		return this.execution.onClose(connection, reason);
	}

	@Override
	public String toString() {
		return this.execution.toString();
	}

}
