package io.aerosocket.spring.handler;

import org.jspecify.annotations.Nullable;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;

/**
 * The messages of a connection as a stream: a {@code Flux}, a {@code Publisher} or
 * another reactive type of many values.
 */
final class StreamArguments implements HandlerArgumentResolver {

	private final ReactiveAdapterRegistry reactive;

	private final HandlerArgumentResolver payloads;

	/**
	 * Creates the resolver.
	 * @param reactive knows the reactive types
	 * @param payloads resolves what the stream consists of
	 */
	StreamArguments(ReactiveAdapterRegistry reactive, HandlerArgumentResolver payloads) {
		this.reactive = reactive;
		this.payloads = payloads;
	}

	@Override
	public @Nullable HandlerArgument resolve(HandlerParameter parameter) {
		if (parameter.event() != HandlerEvent.MESSAGE) {
			return null;
		}
		ReactiveAdapter adapter = this.reactive.getAdapter(parameter.type());
		if (adapter == null) {
			return null;
		}
		if (!adapter.isMultiValue() || !adapter.supportsEmpty()) {
			throw new HandlerDeclarationException(
					"a " + parameter.type().getSimpleName() + " parameter would get a single message only",
					"take the payload itself, or a Flux of all messages of the connection");
		}
		HandlerParameter element = new HandlerParameter(parameter.parameter().nested(), parameter.event(),
				parameter.paths());
		if (this.payloads.resolve(element) instanceof PayloadArguments.Payload payload) {
			return new MessageStreams.Argument(payload.kind(), payload.source(), adapter, new Object());
		}
		return null;
	}

}
