package io.aerosocket.spring.handler;

import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.core.ReactiveAdapter;

import io.aerosocket.Connection;
import io.aerosocket.Message;

/**
 * Replies that a reactive type publishes: one, or each of many, in order and as fast as
 * the peer reads.
 *
 * @param adapter makes a publisher of the type
 * @param element sends one element
 * @param lasting whether it goes on when the connection has ended, until all of its
 * messages were handled
 */
record StreamReply(ReactiveAdapter adapter, HandlerReply element, boolean lasting) implements HandlerReply {

	StreamReply(ReactiveAdapter adapter, HandlerReply element) {
		this(adapter, element, false);
	}

	StreamReply untilHandled() {
		return new StreamReply(this.adapter, this.element, true);
	}

	@Override
	public HandlerReply to(Message message) {
		HandlerReply bound = this.element.to(message);
		return !bound.equals(this.element) ? new StreamReply(this.adapter, bound, this.lasting) : this;
	}

	@Override
	public @Nullable CompletionStage<?> send(Connection connection, @Nullable Object value) {
		if (value == null) {
			return null;
		}
		Publisher<Object> publisher = this.adapter.toPublisher(value);
		StreamSubscriber subscriber = new StreamSubscriber(connection, this.element, isMany(), this.lasting);
		publisher.subscribe(subscriber);
		return subscriber.pending();
	}

	/**
	 * Returns whether there may be more than one element.
	 * @return {@code false} for a {@code Mono}
	 */
	boolean isMany() {
		return this.adapter.isMultiValue();
	}

}
