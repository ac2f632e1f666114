package io.aerosocket.spring.handler;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.ResolvableType;

import io.aerosocket.Message;
import io.aerosocket.PreparedMessage;

/**
 * Finds the reply for a return type: the application's own, then the built-in ones.
 */
final class Replies {

	private final List<HandlerReturnValueHandler> handlers;

	private final @Nullable PayloadConverter converter;

	private final ReactiveAdapterRegistry reactive;

	private final DynamicReply dynamic = new DynamicReply((type) -> byValue(ResolvableType.forClass(type)));

	Replies(List<HandlerReturnValueHandler> handlers, @Nullable PayloadConverter converter,
			ReactiveAdapterRegistry reactive) {
		this.handlers = List.copyOf(handlers);
		this.converter = converter;
		this.reactive = reactive;
	}

	/**
	 * Returns whether a method with that return type leaves its work to others, so that
	 * it need not be called on a thread that may block.
	 * @param type the return type
	 * @return whether it is asynchronous
	 */
	boolean isAsynchronous(Class<?> type) {
		return CompletionStage.class.isAssignableFrom(type) || this.reactive.getAdapter(type) != null;
	}

	/**
	 * Finds the reply for a type.
	 * @param type what a method returns
	 * @return the reply
	 * @throws HandlerDeclarationException if nothing can send the type
	 */
	HandlerReply resolve(ResolvableType type) {
		HandlerReply own = own(type);
		if (own != null) {
			return own;
		}
		Class<?> raw = type.resolve(Object.class);
		if (CompletionStage.class.isAssignableFrom(raw)) {
			return new StageReply(resolve(type.as(CompletionStage.class).getGeneric(0)));
		}
		ReactiveAdapter adapter = this.reactive.getAdapter(raw);
		if (adapter != null) {
			return new StreamReply(adapter, adapter.isNoValue() ? PlainReply.NOTHING : resolve(type.getGeneric(0)));
		}
		PlainReply plain = plain(raw);
		if (plain != null) {
			return plain;
		}
		return (raw == Object.class) ? this.dynamic : json(type);
	}

	private HandlerReply byValue(ResolvableType type) {
		HandlerReply reply = resolve(type);
		return (reply != this.dynamic) ? reply : json(type);
	}

	/**
	 * Finds the application's own reply for a type.
	 * @param type what a method returns
	 * @return the reply, or {@code null} if the application leaves the type to us
	 */
	@Nullable HandlerReply own(ResolvableType type) {
		for (HandlerReturnValueHandler handler : this.handlers) {
			HandlerReply reply = handler.resolve(type);
			if (reply != null) {
				return reply;
			}
		}
		return null;
	}

	private static @Nullable PlainReply plain(Class<?> type) {
		if (type == void.class || type == Void.class) {
			return PlainReply.NOTHING;
		}
		if (CharSequence.class.isAssignableFrom(type)) {
			return PlainReply.TEXT;
		}
		if (type == byte[].class) {
			return PlainReply.BYTES;
		}
		if (ByteBuffer.class.isAssignableFrom(type)) {
			return PlainReply.BUFFER;
		}
		if (Message.class.isAssignableFrom(type)) {
			return PlainReply.MESSAGE;
		}
		return (type == PreparedMessage.class) ? PlainReply.PREPARED : null;
	}

	private JsonReply json(ResolvableType type) {
		if (this.converter == null) {
			throw new HandlerDeclarationException(
					"a return value of type " + type + " needs JSON, but there is no converter",
					"add org.springframework.boot:spring-boot-starter-jackson, or a PayloadConverter bean");
		}
		return new JsonReply(this.converter.writer(type));
	}

}
