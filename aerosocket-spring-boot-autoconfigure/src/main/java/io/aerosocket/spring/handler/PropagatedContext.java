package io.aerosocket.spring.handler;

import java.util.concurrent.CompletionStage;

import io.micrometer.context.ContextRegistry;
import io.micrometer.context.ContextSnapshot;
import io.micrometer.context.ContextSnapshotFactory;
import io.micrometer.context.ThreadLocalAccessor;
import org.jspecify.annotations.Nullable;

import io.aerosocket.Connection;
import io.aerosocket.ConnectionAttribute;
import io.aerosocket.Handshake;
import io.aerosocket.HandshakeDecision;
import io.aerosocket.HandshakeInterceptor;

/**
 * Takes what handshake interceptors set for their thread (an observation, an
 * authentication, the logging context: whatever Micrometer's context propagation knows)
 * along to the threads that handle the connection's calls.
 */
final class PropagatedContext implements CallBinding {

	private static final ConnectionAttribute<ContextSnapshot> CONTEXT = ConnectionAttribute
		.of(PropagatedContext.class.getName(), ContextSnapshot.class);

	private final ContextRegistry registry = ContextRegistry.getInstance();

	private final ContextSnapshotFactory factory = ContextSnapshotFactory.builder()
		.contextRegistry(this.registry)
		.clearMissing(true)
		.build();

	/**
	 * Has an interceptor's context kept with the connection, and taken off its thread.
	 * @param interceptor the interceptor
	 * @return an interceptor that does the same, and finds what those before it have set
	 */
	HandshakeInterceptor keeping(HandshakeInterceptor interceptor) {
		return (handshake) -> intercept(handshake, interceptor);
	}

	private CompletionStage<HandshakeDecision> intercept(Handshake handshake, HandshakeInterceptor interceptor) {
		ContextSnapshot before = this.factory.captureAll();
		try {
			restore(handshake.get(CONTEXT));
			CompletionStage<HandshakeDecision> decision = interceptor.intercept(handshake);
			if (isAnythingSet()) {
				handshake.set(CONTEXT, this.factory.captureAll());
			}
			return decision;
		}
		finally {
			// An event loop serves many: nothing of one may stay for the next.
			restore(before);
		}
	}

	@Override
	public @Nullable Object bind(Connection connection) {
		ContextSnapshot snapshot = connection.get(CONTEXT);
		return (snapshot != null) ? snapshot.setThreadLocals() : null;
	}

	@Override
	public void unbind(@Nullable Object previous) {
		if (previous instanceof ContextSnapshot.Scope scope) {
			scope.close();
		}
	}

	// For good: the scope that could undo it is not kept.
	@SuppressWarnings("MustBeClosedChecker")
	private static void restore(@Nullable ContextSnapshot snapshot) {
		if (snapshot != null) {
			snapshot.setThreadLocals();
		}
	}

	private boolean isAnythingSet() {
		for (ThreadLocalAccessor<?> accessor : this.registry.getThreadLocalAccessors()) {
			if (accessor.getValue() != null) {
				return true;
			}
		}
		return false;
	}

}
