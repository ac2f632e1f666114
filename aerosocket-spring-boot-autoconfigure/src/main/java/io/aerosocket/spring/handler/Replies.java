package io.aerosocket.spring.handler;

import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.ResolvableType;

import io.aerosocket.Message;
import io.aerosocket.PreparedMessage;
import io.aerosocket.codec.Codec;
import io.aerosocket.codec.EnvelopeFormat;
import io.aerosocket.codec.RoutingCodec;

/**
 * Finds the reply for a return type: the application's own, then the built-in ones.
 */
final class Replies {

	/** What an envelope has no room for. */
	private static final Set<PlainReply> WHOLE = Set.of(PlainReply.NOTHING, PlainReply.MESSAGE, PlainReply.PREPARED);

	private final List<HandlerReturnValueHandler> handlers;

	private final HandlerCodecs codecs;

	private final ReactiveAdapterRegistry reactive;

	private final @Nullable EnvelopeFormat envelope;

	private final DynamicReply dynamic = new DynamicReply((type) -> byValue(ResolvableType.forClass(type)));

	Replies(List<HandlerReturnValueHandler> handlers, HandlerCodecs codecs, ReactiveAdapterRegistry reactive,
			@Nullable EnvelopeFormat envelope) {
		this.handlers = List.copyOf(handlers);
		this.codecs = codecs;
		this.envelope = envelope;
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
		DeclarationRules.checkReturned(raw);
		if (raw == Optional.class) {
			return new OptionalReply(resolve(type.getGeneric(0)));
		}
		if (CompletionStage.class.isAssignableFrom(raw)) {
			return new StageReply(resolve(type.as(CompletionStage.class).getGeneric(0)));
		}
		ReactiveAdapter adapter = this.reactive.getAdapter(raw);
		if (adapter != null) {
			return new StreamReply(adapter, adapter.isNoValue() ? PlainReply.NOTHING : resolve(type.getGeneric(0)));
		}
		PlainReply plain = plain(raw);
		if (plain != null && (this.envelope == null || WHOLE.contains(plain))) {
			return plain;
		}
		return (raw == Object.class) ? this.dynamic : object(type);
	}

	/**
	 * Finds the reply for a type of which nothing is sent, since there is nobody to send
	 * it to.
	 * @param type what a method returns
	 * @return the reply, which waits for what is asynchronous
	 * @throws HandlerDeclarationException if the method returns a value
	 */
	HandlerReply nothing(ResolvableType type) {
		HandlerReply own = own(type);
		if (own != null) {
			return own;
		}
		Class<?> raw = type.resolve(Object.class);
		DeclarationRules.checkReturned(raw);
		if (raw == void.class || raw == Void.class) {
			return PlainReply.NOTHING;
		}
		if (CompletionStage.class.isAssignableFrom(raw)) {
			checkNothing(type, type.as(CompletionStage.class).getGeneric(0));
			return new StageReply(PlainReply.NOTHING);
		}
		ReactiveAdapter adapter = this.reactive.getAdapter(raw);
		if (adapter == null) {
			throw unsent(type);
		}
		if (!adapter.isNoValue()) {
			checkNothing(type, type.getGeneric(0));
		}
		return new StreamReply(adapter, PlainReply.NOTHING);
	}

	private static void checkNothing(ResolvableType type, ResolvableType element) {
		// A stage of anything is one that somebody only wants to be waited for.
		Class<?> raw = element.resolve(Object.class);
		if (raw != Void.class && raw != Object.class) {
			throw unsent(type);
		}
	}

	private static HandlerDeclarationException unsent(ResolvableType type) {
		return new HandlerDeclarationException(
				"it returns a " + type + ", but the connection has ended, so there is nobody to send it to",
				"return nothing, or a CompletionStage<Void> to be waited for; @Broadcast sends it to others");
	}

	private HandlerReply byValue(ResolvableType type) {
		HandlerReply reply = resolve(type);
		return (reply != this.dynamic) ? reply : object(type);
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

	/**
	 * Returns the type that values are written as where there is no envelope.
	 * @param declared what a method returns
	 * @return the type, which all codecs can write, or {@code null} if it is no object or
	 * only the value tells
	 * @throws HandlerDeclarationException if a codec cannot write the type
	 */
	@Nullable Type written(ResolvableType declared) {
		Class<?> raw = declared.resolve(Object.class);
		if (raw == Object.class || plain(raw) != null) {
			return null;
		}
		Type type = type(declared);
		this.codecs.all().forEach((codec) -> writer(codec, type));
		return type;
	}

	private static Type type(ResolvableType declared) {
		Type resolved = ResolvedTypes.of(declared);
		return (resolved != null) ? resolved : declared.getType();
	}

	private HandlerReply object(ResolvableType declared) {
		Type type = type(declared);
		EnvelopeFormat format = this.envelope;
		if (format != null) {
			return new EnvelopeReply(this.codecs.each((codec) -> writer(codec, format, type)), name(declared), null);
		}
		return new CodecReply(this.codecs.each((codec) -> writer(codec, type)));
	}

	private static String name(ResolvableType declared) {
		String name = PayloadTypes.name(declared.resolve());
		return (name != null) ? name : EnvelopeReply.OPEN;
	}

	private static PayloadWriter writer(Codec codec, EnvelopeFormat format, Type type) {
		PayloadWriter writer = (codec instanceof RoutingCodec routing)
				? PayloadWriter.of(codec, routing.envelopeEncoder(format, type)) : null;
		if (writer == null) {
			throw PayloadArguments.unsupported("a return value", "write in an envelope", codec, type);
		}
		return writer;
	}

	private static PayloadWriter writer(Codec codec, Type type) {
		PayloadWriter writer = PayloadWriter.of(codec, type);
		if (writer == null) {
			throw PayloadArguments.unsupported("a return value", "write", codec, type);
		}
		return writer;
	}

}
