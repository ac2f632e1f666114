package io.aerosocket.spring.handler;

import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.validation.BeanPropertyBindingResult;
import org.springframework.validation.BindingResult;
import org.springframework.validation.SmartValidator;
import org.springframework.validation.Validator;
import org.springframework.validation.annotation.ValidationAnnotationUtils;

import io.aerosocket.Connection;
import io.aerosocket.Message;
import io.aerosocket.codec.Codec;
import io.aerosocket.codec.Decoder;
import io.aerosocket.codec.DecodingException;
import io.aerosocket.codec.EnvelopeFormat;
import io.aerosocket.codec.RoutingCodec;
import io.aerosocket.codec.TextCodec;

/**
 * The payload of a message, as text, bytes, the message itself or an object that the
 * connection's codec reads.
 */
final class PayloadArguments implements HandlerArgumentResolver {

	private static final Set<Class<?>> NO_PAYLOAD = Set.of(Message.Ping.class, Message.Pong.class, Message.Close.class);

	private final HandlerCodecs codecs;

	private final @Nullable Validator validator;

	private final boolean enveloped;

	private final @Nullable EnvelopeFormat beside;

	/**
	 * Creates the resolver.
	 * @param codecs the handler's codecs
	 * @param validator validates objects, or {@code null}
	 * @param enveloped whether payloads are parts of messages, so that texts and bytes
	 * are the codec's too
	 * @param beside what stands beside an object's own members, or {@code null}
	 */
	PayloadArguments(HandlerCodecs codecs, @Nullable Validator validator, boolean enveloped,
			@Nullable EnvelopeFormat beside) {
		this.enveloped = enveloped;
		this.beside = beside;
		this.codecs = codecs;
		this.validator = validator;
	}

	@Override
	public @Nullable Payload resolve(HandlerParameter parameter) {
		if (parameter.event() != HandlerEvent.MESSAGE) {
			return null;
		}
		Class<?> type = parameter.type();
		if (this.enveloped && !Message.class.isAssignableFrom(type)) {
			return object(parameter);
		}
		if (type == String.class || type == CharSequence.class) {
			return plain(PayloadKind.TEXT, parameter, (connection, event) -> text(event));
		}
		if (type == byte[].class) {
			return plain(PayloadKind.BINARY, parameter, (connection, event) -> message(event).toByteArray());
		}
		if (type == ByteBuffer.class) {
			return plain(PayloadKind.BINARY, parameter, (connection, event) -> message(event).payload());
		}
		if (NO_PAYLOAD.contains(type)) {
			throw new HandlerDeclarationException("a " + type.getSimpleName() + " never reaches a handler method",
					"take a Message, a Message.Text or a Message.Binary");
		}
		if (Message.class.isAssignableFrom(type)) {
			return plain(kindOf(type), parameter, (connection, event) -> original(event));
		}
		return object(parameter);
	}

	private static PayloadKind kindOf(Class<?> type) {
		if (type == Message.Text.class) {
			return PayloadKind.TEXT;
		}
		return (type == Message.Binary.class) ? PayloadKind.BINARY : PayloadKind.ANY;
	}

	private static Payload plain(PayloadKind kind, HandlerParameter parameter, HandlerArgument source) {
		if (hints(parameter.parameter()) != null) {
			throw new HandlerDeclarationException(
					"a " + parameter.type().getSimpleName() + " payload has no constraints to validate",
					"remove @Valid, or take an object that the codec reads");
		}
		return new Payload(kind, parameter.type(), source);
	}

	private Payload object(HandlerParameter parameter) {
		MethodParameter target = parameter.parameter();
		Type type = ResolvedTypes.of(ResolvableType.forMethodParameter(target));
		if (type == null) {
			throw new HandlerDeclarationException(
					"nothing says what the type variable in the payload's type "
							+ target.getGenericParameterType().getTypeName() + " stands for",
					"extend the generic class with a type, for example class ChatHandler extends BaseHandler<ChatMessage>");
		}
		String name = type.getTypeName();
		if (parameter.type().isPrimitive()) {
			throw new HandlerDeclarationException("a payload of type " + name + " cannot be read",
					"take its wrapper class, or annotate the parameter, for example with @RequestParam");
		}
		Decoded decoded = new Decoded(this.codecs.each((codec) -> decoder(codec, type)));
		Object[] hints = hints(target);
		if (hints == null) {
			return new Payload(PayloadKind.OBJECT, parameter.type(), decoded);
		}
		if (this.validator == null || !this.validator.supports(parameter.type())) {
			throw new HandlerDeclarationException(
					"a payload of type " + name + " is to be validated, but there is no Validator for it",
					"add org.springframework.boot:spring-boot-starter-validation, or a Validator bean");
		}
		return new Payload(PayloadKind.OBJECT, parameter.type(),
				new Validated(decoded, this.validator, hints, parameter.type().getSimpleName()));
	}

	private Decoder<?> decoder(Codec codec, Type type) {
		Decoder<?> decoder = (this.beside != null && codec instanceof RoutingCodec routing)
				? routing.routedDecoder(this.beside, type) : codec.decoder(type);
		if (decoder == null) {
			throw unsupported("a payload", "read", codec, type);
		}
		return decoder;
	}

	static HandlerDeclarationException unsupported(String what, String verb, Codec codec, Type type) {
		String name = codec.names().get(0);
		return new HandlerDeclarationException(
				what + " of type " + type.getTypeName() + " is nothing that the codec '" + name + "' can " + verb,
				(codec instanceof TextCodec)
						? "add org.springframework.boot:spring-boot-starter-jackson, or a Codec bean named 'json'"
						: "take a type that it knows, or add a Codec bean named '" + name + "' for it");
	}

	private static Object @Nullable [] hints(MethodParameter parameter) {
		for (Annotation annotation : parameter.getParameterAnnotations()) {
			Object[] hints = ValidationAnnotationUtils.determineValidationHints(annotation);
			if (hints != null) {
				return hints;
			}
		}
		return null;
	}

	private static @Nullable Object original(@Nullable Object event) {
		return (event instanceof RoutedMessage routed) ? routed.original() : event;
	}

	private static Message payload(@Nullable Object event) {
		return (event instanceof RoutedMessage routed) ? routed.routed().payload() : message(event);
	}

	private static Message message(@Nullable Object event) {
		if (event instanceof Message message) {
			return message;
		}
		throw new IllegalStateException("event: " + event + " (expected: a message)");
	}

	private static String text(@Nullable Object event) {
		if (event instanceof Message.Text text) {
			return text.text();
		}
		throw new IllegalStateException("event: " + event + " (expected: a text message)");
	}

	/**
	 * An argument that is a message's payload.
	 *
	 * @param kind the messages that have such a payload
	 * @param type its type
	 * @param source supplies it
	 */
	record Payload(PayloadKind kind, Class<?> type, HandlerArgument source) implements HandlerArgument {

		@Override
		public @Nullable Object get(Connection connection, @Nullable Object event) throws Exception {
			return this.source.get(connection, event);
		}

	}

	/**
	 * An object that is read.
	 *
	 * @param decoders read it
	 */
	private record Decoded(HandlerCodecs.PerCodec<Decoder<?>> decoders) implements HandlerArgument {

		@Override
		public Object get(Connection connection, @Nullable Object event) {
			try {
				return this.decoders.of(connection).decode(payload(event));
			}
			catch (DecodingException ex) {
				throw new MessageConversionException(ex.getMessage(), ex);
			}
		}

	}

	/**
	 * An object that is read and validated.
	 *
	 * @param payload reads it
	 * @param validator validates it
	 * @param hints the groups to validate
	 * @param name the object's name in messages
	 */
	@SuppressWarnings("ArrayRecordComponent")
	private record Validated(Decoded payload, Validator validator, Object[] hints,
			String name) implements HandlerArgument {

		@Override
		public Object get(Connection connection, @Nullable Object event) {
			Object value = this.payload.get(connection, event);
			BindingResult errors = new BeanPropertyBindingResult(value, this.name);
			if (this.validator instanceof SmartValidator smart) {
				smart.validate(value, errors, this.hints);
			}
			else {
				this.validator.validate(value, errors);
			}
			if (errors.hasErrors()) {
				throw new PayloadValidationException(errors);
			}
			return value;
		}

	}

}
