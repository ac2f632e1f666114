package io.aerosocket.spring.handler;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.AnnotatedElementUtils;

/**
 * Finds the annotated methods of a bean and everything that is wrong with them.
 */
final class HandlerInspector {

	private final MethodFactory factory;

	private final MethodFactory routedFactory;

	private final RoutingSettings routing;

	private final HandlerBean bean;

	private final List<HandlerProblem> problems = new ArrayList<>();

	private final List<HandshakeArgument> handshake = new ArrayList<>();

	private final List<HandlerMethod> subscribers = new ArrayList<>();

	/**
	 * Creates an inspector.
	 * @param factory makes methods
	 * @param routedFactory makes those that have a route
	 * @param routing how messages find their method
	 * @param bean the bean
	 */
	HandlerInspector(MethodFactory factory, MethodFactory routedFactory, RoutingSettings routing, HandlerBean bean) {
		this.factory = factory;
		this.routedFactory = routedFactory;
		this.routing = routing;
		this.bean = bean;
	}

	/**
	 * Inspects the bean. To be called once.
	 * @param advice beans with methods for errors of this one too, in order
	 * @return its methods; incomplete if there are {@link #problems()}
	 */
	HandlerMethods inspect(List<AdviceBean> advice) {
		Map<Method, OnOpen> opens = methods(OnOpen.class);
		Map<Method, OnMessage> messages = methods(OnMessage.class);
		Map<Method, OnClose> closes = methods(OnClose.class);
		if (opens.isEmpty() && messages.isEmpty()) {
			this.problems.add(new HandlerProblem(this.bean.label(), "", "it has no @OnMessage and no @OnOpen method",
					"annotate a method with @OnMessage, for example: @OnMessage String echo(String text)"));
		}
		HandlerCodecs.PerCodec<MessageTargets> targets = messages(messages);
		boolean enveloped = this.routing.format().payloadProperty() != null && haveRoutes(targets);
		MethodFactory others = enveloped ? this.routedFactory : this.factory;
		HandlerMethod open = single(others, opens, HandlerEvent.OPEN, OnOpen::execution);
		if (open != null && enveloped) {
			open = open.answering(RoutedMessage.absent(null, null));
		}
		ErrorMethods errors = errors(others, advice);
		HandlerMethod close = single(others, closes, HandlerEvent.CLOSE, OnClose::execution);
		return new HandlerMethods(open, targets, close, errors, this.subscribers, enveloped);
	}

	private static boolean haveRoutes(HandlerCodecs.PerCodec<MessageTargets> targets) {
		return targets.values()
			.stream()
			.anyMatch((target) -> target.text() instanceof MessageRoutes || target.binary() instanceof MessageRoutes);
	}

	/**
	 * Returns what is wrong.
	 * @return the problems
	 */
	List<HandlerProblem> problems() {
		return this.problems;
	}

	/**
	 * Returns the arguments that depend on the handshake only.
	 * @return the arguments of all methods
	 */
	List<HandshakeArgument> handshake() {
		return this.handshake;
	}

	private <A extends Annotation> Map<Method, A> methods(Class<A> type) {
		Map<Method, A> found = MethodIntrospector.selectMethods(this.bean.type(),
				(MethodIntrospector.MetadataLookup<A>) (method) -> AnnotatedElementUtils.findMergedAnnotation(method,
						type));
		// Reflection gives no order; messages should come in a stable one.
		Map<Method, A> sorted = new TreeMap<>((one, other) -> one.toGenericString().compareTo(other.toGenericString()));
		sorted.putAll(found);
		return sorted;
	}

	private <A extends Annotation> @Nullable HandlerMethod single(MethodFactory factory, Map<Method, A> methods,
			HandlerEvent event, Function<A, HandlerExecution> execution) {
		HandlerMethod result = null;
		for (Map.Entry<Method, A> entry : methods.entrySet()) {
			MethodFactory.CandidateMethod method = create(factory, entry.getKey(), event,
					execution.apply(entry.getValue()));
			if (result != null) {
				problem(entry.getKey(), "it is the second @On" + label(event) + " method beside " + result.name(),
						"keep one");
			}
			else if (method != null) {
				result = method.method();
			}
		}
		return result;
	}

	private static String label(HandlerEvent event) {
		return (event == HandlerEvent.OPEN) ? "Open" : "Close";
	}

	private HandlerCodecs.PerCodec<MessageTargets> messages(Map<Method, OnMessage> methods) {
		MessageMethods result = new MessageMethods(this.bean.codecs(), this.routing.format(), this::problem);
		Map<Method, MethodFactory.CandidateMethod> unnamed = new LinkedHashMap<>();
		// Without an envelope the rest has the members of routes too.
		boolean beside = this.routing.format().payloadProperty() == null
				&& methods.values().stream().anyMatch((annotation) -> annotation.value().length > 0);
		methods.forEach((method, annotation) -> {
			boolean routed = annotation.value().length > 0;
			MethodFactory.CandidateMethod candidate = create((routed || beside) ? this.routedFactory : this.factory,
					method, HandlerEvent.MESSAGE, annotation.execution());
			if (candidate != null && routed) {
				result.add(entry(method, candidate, List.of(annotation.value())));
			}
			else if (candidate != null) {
				unnamed.put(method, candidate);
			}
		});
		// One that takes objects takes all of them; several have to be told apart.
		boolean several = unnamed.values().stream().filter((method) -> method.kind() == PayloadKind.OBJECT).count() > 1;
		methods.forEach((method, annotation) -> {
			MethodFactory.CandidateMethod candidate = unnamed.get(method);
			String name = (several && candidate != null) ? PayloadTypes.name(candidate.payload()) : null;
			MethodFactory.CandidateMethod routed = (name != null)
					? create(this.routedFactory, method, HandlerEvent.MESSAGE, annotation.execution()) : null;
			if (name != null && routed != null) {
				result.add(entry(method, routed, List.of(name)));
			}
			else if (candidate != null) {
				result.add(entry(method, candidate, List.of()));
			}
		});
		return result.resolve();
	}

	private MessageMethods.Entry entry(Method method, MethodFactory.CandidateMethod candidate, List<String> routes) {
		HandlerMethod subscriber = candidate.subscriber();
		if (subscriber != null) {
			// It answers no message in particular.
			this.subscribers
				.add(routes.isEmpty() ? subscriber : subscriber.answering(RoutedMessage.absent(routes.get(0), null)));
		}
		return new MessageMethods.Entry(method, candidate.method(), candidate.kind(), routes);
	}

	private ErrorMethods errors(MethodFactory factory, List<AdviceBean> advice) {
		List<Map<Class<? extends Throwable>, HandlerMethod>> result = new ArrayList<>();
		result.add(byError(factory));
		for (AdviceBean other : advice) {
			if (other.isFor(this.bean)) {
				HandlerBean bean = new HandlerBean(other.name(), other.instance(), other.type(), this.bean.paths(),
						this.bean.execution(), this.bean.codecs());
				HandlerInspector inspector = new HandlerInspector(this.factory, this.routedFactory, this.routing, bean);
				result.add(inspector.byError(factory));
				this.problems.addAll(inspector.problems);
				this.handshake.addAll(inspector.handshake);
			}
		}
		return new ErrorMethods(result);
	}

	private Map<Class<? extends Throwable>, HandlerMethod> byError(MethodFactory factory) {
		Map<Class<? extends Throwable>, HandlerMethod> result = new LinkedHashMap<>();
		methods(OnError.class).keySet().forEach((method) -> {
			MethodFactory.CandidateMethod candidate = create(factory, method, HandlerEvent.ERROR,
					HandlerExecution.AUTO);
			if (candidate == null) {
				return;
			}
			List<Class<? extends Throwable>> types = errorTypes(method);
			if (types.size() > 1) {
				problem(method, "it has " + types.size() + " parameters for the error", "keep one");
				return;
			}
			Class<? extends Throwable> type = types.isEmpty() ? Throwable.class : types.get(0);
			HandlerMethod other = result.putIfAbsent(type, candidate.method());
			if (other != null) {
				problem(method, "it is for " + type.getSimpleName() + ", as " + other.name() + " is already",
						"keep one, or take a more specific error");
			}
		});
		return result;
	}

	private List<Class<? extends Throwable>> errorTypes(Method method) {
		List<Class<? extends Throwable>> types = new ArrayList<>();
		for (MethodParameter parameter : new DeclaredMethod(this.bean.type(), method).getMethodParameters()) {
			Class<?> type = parameter.getParameterType();
			if (Throwable.class.isAssignableFrom(type)) {
				types.add(type.asSubclass(Throwable.class));
			}
		}
		return types;
	}

	private MethodFactory.@Nullable CandidateMethod create(MethodFactory factory, Method method, HandlerEvent event,
			HandlerExecution execution) {
		try {
			MethodFactory.CandidateMethod candidate = factory.create(this.bean, method, event, execution);
			this.handshake.addAll(candidate.handshake());
			return candidate;
		}
		catch (HandlerDeclarationException ex) {
			this.problems.add(ex.in(this.bean.label(), MethodFactory.describe(method)));
			return null;
		}
	}

	private void problem(Method method, String problem, String action) {
		this.problems.add(new HandlerProblem(this.bean.label(), MethodFactory.describe(method), problem, action));
	}

}
