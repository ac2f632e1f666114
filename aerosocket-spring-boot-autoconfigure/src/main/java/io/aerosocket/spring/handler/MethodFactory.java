package io.aerosocket.spring.handler;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.MethodParameter;
import org.springframework.core.ParameterNameDiscoverer;
import org.springframework.core.ResolvableType;

import io.aerosocket.Execution;
import io.aerosocket.codec.EnvelopeFormat;

/**
 * Makes a {@link HandlerMethod} of a bean's method, once, at start-up.
 */
final class MethodFactory {

	private static final int FIRST_WITH_VIRTUAL_THREADS = 21;

	private final ParameterNameDiscoverer names = new DefaultParameterNameDiscoverer();

	private final List<HandlerArgumentResolver> resolvers;

	private final ParameterConstraints constraints;

	private final Replies replies;

	private final BroadcastReplies broadcasts;

	private final HandlerSettings settings;

	private final @Nullable CallBinding binding;

	MethodFactory(HandlerSettings settings, UnaryOperator<String> placeholders, HandlerCodecs codecs,
			@Nullable EnvelopeFormat format, @Nullable CallBinding binding) {
		EnvelopeFormat envelope = (format != null && format.payloadProperty() != null) ? format : null;
		this.settings = settings;
		this.binding = binding;
		this.resolvers = new ArrayList<>(settings.argumentResolvers());
		this.resolvers.add(new ConnectionArguments());
		this.resolvers.add(new HandshakeValues(settings.conversion(), placeholders));
		PayloadArguments payloads = new PayloadArguments(codecs, settings.validator(), envelope != null,
				(envelope != null) ? null : format);
		this.resolvers.add(new StreamArguments(settings.reactive(), payloads));
		this.resolvers.add(payloads);
		this.constraints = new ParameterConstraints(settings.validator());
		this.replies = new Replies(settings.returnValueHandlers(), codecs, settings.reactive(), envelope);
		this.broadcasts = new BroadcastReplies(settings, this.replies);
	}

	/**
	 * Makes a method.
	 * @param bean the bean
	 * @param method its method, of the bean's own class
	 * @param event what it is called for
	 * @param declared where its annotation says that it runs
	 * @return the method
	 * @throws HandlerDeclarationException if it is declared wrongly
	 */
	CandidateMethod create(HandlerBean bean, Method method, HandlerEvent event, HandlerExecution declared) {
		DeclarationRules.check(bean, method);
		List<HandlerArgument> arguments = new ArrayList<>();
		DeclaredMethod declaredMethod = new DeclaredMethod(bean.type(), method);
		MethodParameter[] parameters = declaredMethod.getMethodParameters();
		for (MethodParameter parameter : parameters) {
			arguments.add(argument(bean, parameter, event));
		}
		PayloadKind kind = kind(arguments);
		List<HandshakeArgument> handshake = new ArrayList<>();
		arguments.stream()
			.filter(HandshakeArgument.class::isInstance)
			.map(HandshakeArgument.class::cast)
			.forEach(handshake::add);
		List<HandlerCallInterceptor> interceptors = new ArrayList<>(this.settings.interceptors());
		MethodConstraints constrained = this.constraints.find(bean, method, parameters, arguments);
		if (constrained != null) {
			interceptors.add(constrained);
			handshake.add(constrained.early());
		}
		List<HandlerArgument> sources = arguments.stream().map(MethodFactory::source).toList();
		Method invocable = invocable(bean, method);
		ResolvableType returned = declaredMethod.returned();
		String name = describe(method);
		HandlerMethod result = new HandlerMethod(name,
				InterceptedMethod.of(interceptors, bean.instance(), method, invocable, event, sources),
				this.broadcasts.resolve(method, event, returned), execution(bean, returned, declared), this.binding);
		return streaming(result, arguments, new CandidateMethod(result, kind, payloadType(arguments), handshake, null));
	}

	// What subscribes to messages is called once for each connection, and fed with them.
	private CandidateMethod streaming(HandlerMethod method, List<HandlerArgument> arguments,
			CandidateMethod candidate) {
		for (HandlerArgument argument : arguments) {
			if (argument instanceof MessageStreams.Argument stream) {
				HandlerMethod feed = new HandlerMethod(method.name(), new MessageStreams.Feed(stream),
						MessageStreams.Feed::taken, Execution.EVENT_LOOP, null);
				return new CandidateMethod(feed, candidate.kind(), candidate.payload(), candidate.handshake(),
						method.lasting());
			}
		}
		return candidate;
	}

	private HandlerArgument argument(HandlerBean bean, MethodParameter parameter, HandlerEvent event) {
		parameter.initParameterNameDiscovery(this.names);
		HandlerParameter described = new HandlerParameter(parameter, event, bean.paths());
		for (HandlerArgumentResolver resolver : this.resolvers) {
			HandlerArgument argument = resolver.resolve(described);
			if (argument != null) {
				return argument;
			}
		}
		throw new HandlerDeclarationException(
				"nothing supplies its parameter " + parameter.getParameterIndex() + " of type "
						+ parameter.getGenericParameterType().getTypeName(),
				"take a Connection, Handshake, Principal, @PathVariable, @RequestParam or @RequestHeader" + extra(event)
						+ ", or add a HandlerArgumentResolver bean");
	}

	private static String extra(HandlerEvent event) {
		return switch (event) {
			case OPEN -> "";
			case MESSAGE -> " or a payload";
			case CLOSE -> " or CloseReason";
			case ERROR -> " or a Throwable";
		};
	}

	private static PayloadKind kind(List<HandlerArgument> arguments) {
		List<PayloadKind> kinds = new ArrayList<>();
		for (HandlerArgument argument : arguments) {
			if (argument instanceof PayloadArguments.Payload payload) {
				kinds.add(payload.kind());
			}
			else if (argument instanceof MessageStreams.Argument stream) {
				kinds.add(stream.kind());
			}
		}
		if (kinds.size() > 1) {
			throw new HandlerDeclarationException(kinds.size() + " of its parameters would be the message's payload",
					"keep one, and annotate the others, for example with @PathVariable or @RequestParam");
		}
		return kinds.isEmpty() ? PayloadKind.ANY : kinds.get(0);
	}

	private static @Nullable Class<?> payloadType(List<HandlerArgument> arguments) {
		for (HandlerArgument argument : arguments) {
			if (argument instanceof PayloadArguments.Payload payload) {
				return payload.type();
			}
		}
		return null;
	}

	private static HandlerArgument source(HandlerArgument argument) {
		return (argument instanceof PayloadArguments.Payload payload) ? payload.source() : argument;
	}

	private static Method invocable(HandlerBean bean, Method method) {
		try {
			return AopUtils.selectInvocableMethod(method, bean.instance().getClass());
		}
		catch (IllegalStateException ex) {
			throw new HandlerDeclarationException("the bean's proxy does not have it",
					"declare it in the interface that is proxied, or let Spring proxy the class");
		}
	}

	private Execution execution(HandlerBean bean, ResolvableType returned, HandlerExecution declared) {
		HandlerExecution execution = declared;
		if (execution == HandlerExecution.AUTO) {
			execution = bean.execution();
		}
		if (execution == HandlerExecution.AUTO) {
			execution = this.settings.execution();
		}
		if (execution == HandlerExecution.AUTO) {
			execution = infer(returned);
		}
		if (execution == HandlerExecution.VIRTUAL_THREAD && Runtime.version().feature() < FIRST_WITH_VIRTUAL_THREADS) {
			throw new HandlerDeclarationException(
					"it is to run on a virtual thread, which Java " + Runtime.version().feature() + " does not have",
					"run on Java 21 or later, or use WORKER or AUTO");
		}
		return execution.toExecution();
	}

	private HandlerExecution infer(ResolvableType returned) {
		if (this.replies.isAsynchronous(returned.resolve(Object.class))) {
			return HandlerExecution.EVENT_LOOP;
		}
		return this.settings.virtualThreads() ? HandlerExecution.VIRTUAL_THREAD : HandlerExecution.WORKER;
	}

	/**
	 * Describes a method for messages.
	 * @param method the method
	 * @return its return type, name and parameters
	 */
	static String describe(Method method) {
		StringJoiner parameters = new StringJoiner(", ", "(", ")");
		for (Class<?> type : method.getParameterTypes()) {
			parameters.add(type.getSimpleName());
		}
		return method.getReturnType().getSimpleName() + " " + method.getName() + parameters;
	}

	/**
	 * A method that has been made.
	 *
	 * @param method the method
	 * @param kind the messages that it takes
	 * @param payload the type of its payload, or {@code null} if it takes none
	 * @param handshake those of its arguments that depend on the handshake only
	 * @param subscriber the method itself if it subscribes to messages: then what is
	 * called for each of them only feeds it
	 */
	record CandidateMethod(HandlerMethod method, PayloadKind kind, @Nullable Class<?> payload,
			List<HandshakeArgument> handshake, @Nullable HandlerMethod subscriber) {

	}

}
