package io.aerosocket.spring.handler;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.aerosocket.Connection;

/**
 * Several bindings: bound in order, unbound in the opposite one.
 */
final class CallBindings implements CallBinding {

	private final CallBinding[] bindings;

	private CallBindings(List<CallBinding> bindings) {
		this.bindings = bindings.toArray(CallBinding[]::new);
	}

	/**
	 * Finds out what is to be bound.
	 * @param settings what handlers have in common
	 * @param scoped whether connections have beans
	 * @return the binding, or {@code null} if there is nothing to bind
	 */
	static @Nullable CallBinding of(HandlerSettings settings, boolean scoped) {
		List<CallBinding> bindings = new ArrayList<>();
		if (scoped) {
			bindings.add(new CurrentConnection());
		}
		if (settings.contextPropagation()) {
			bindings.add(new PropagatedContext());
		}
		if (settings.loggingContext()) {
			bindings.add(new LoggedConnection());
		}
		return switch (bindings.size()) {
			case 0 -> null;
			case 1 -> bindings.get(0);
			default -> new CallBindings(bindings);
		};
	}

	@Override
	public Object bind(Connection connection) {
		@Nullable Object[] previous = new @Nullable Object[this.bindings.length];
		for (int i = 0; i < previous.length; i++) {
			previous[i] = this.bindings[i].bind(connection);
		}
		return previous;
	}

	@Override
	public void unbind(@Nullable Object previous) {
		if (previous instanceof Object[] values) {
			for (int i = values.length - 1; i >= 0; i--) {
				this.bindings[i].unbind(values[i]);
			}
		}
	}

}
