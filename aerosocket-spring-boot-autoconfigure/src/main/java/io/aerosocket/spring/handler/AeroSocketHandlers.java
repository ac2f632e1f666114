package io.aerosocket.spring.handler;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.util.ClassUtils;

import io.aerosocket.Execution;
import io.aerosocket.HandshakeInterceptor;
import io.aerosocket.codec.Codec;
import io.aerosocket.codec.EnvelopeFormat;
import io.aerosocket.codec.TextCodec;
import io.aerosocket.telemetry.EngineListener;

/**
 * The handlers that were made of an application's {@link AeroSocketHandler} beans.
 */
public final class AeroSocketHandlers {

	private final List<HandlerRoute> routes;

	private final HandshakeInterceptor interceptor;

	private final ConnectionCodecs codecs;

	private final boolean contextPropagation;

	private final MessageFaults faults;

	private final EngineListener listener = new OpenStreams();

	private AeroSocketHandlers(List<HandlerRoute> routes, HandshakeInterceptor interceptor, ConnectionCodecs codecs,
			MessageFaults faults, boolean contextPropagation) {
		this.faults = faults;
		this.codecs = codecs;
		this.contextPropagation = contextPropagation;
		this.routes = List.copyOf(routes);
		this.interceptor = interceptor;
	}

	/**
	 * Finds the handler beans of a bean factory, creates them, and prepares their
	 * methods.
	 * @param beanFactory the bean factory, without its parents
	 * @param settings what handlers have in common
	 * @return the handlers
	 * @throws InvalidHandlerException if any is declared wrongly
	 */
	public static AeroSocketHandlers discover(ConfigurableListableBeanFactory beanFactory, HandlerSettings settings) {
		Discovery discovery = new Discovery(beanFactory, settings);
		for (String name : beanFactory.getBeanNamesForAnnotation(AeroSocketHandler.class)) {
			discovery.inspect(name);
		}
		if (!discovery.problems.isEmpty()) {
			throw new InvalidHandlerException(discovery.problems.stream().distinct().toList());
		}
		return new AeroSocketHandlers(List.copyOf(discovery.routes.values()),
				new HandshakeCheck(discovery.handshakeArguments), discovery.connectionCodecs(), discovery.faults,
				settings.contextPropagation());
	}

	/**
	 * Returns the paths and their handlers.
	 * @return the routes, one for each path
	 */
	public List<HandlerRoute> routes() {
		return this.routes;
	}

	/**
	 * Returns what refuses requests that lack what handler methods need. It belongs
	 * behind all other interceptors.
	 * @return the interceptor
	 */
	public HandshakeInterceptor interceptor() {
		return this.interceptor;
	}

	/**
	 * Returns the counters of messages that no method could take.
	 * @return the counters of all handlers
	 */
	public MessageFaults faults() {
		return this.faults;
	}

	/**
	 * Returns what knows the codec of each connection.
	 * @return the look-up
	 */
	public ConnectionCodecs codecs() {
		return this.codecs;
	}

	/**
	 * Has what an interceptor sets for its thread taken to the handler methods of the
	 * connection, if the settings say so.
	 * @param interceptor an interceptor of the application's
	 * @return the interceptor to use in its place
	 */
	public HandshakeInterceptor propagating(HandshakeInterceptor interceptor) {
		return this.contextPropagation ? new PropagatedContext().keeping(interceptor) : interceptor;
	}

	/**
	 * Returns what cancels the streams of connections that end.
	 * @return the listener
	 */
	public EngineListener listener() {
		return this.listener;
	}

	/**
	 * What has been found so far.
	 */
	private static final class Discovery {

		// By the shape of the path, so that two that match the same requests meet.
		private final Map<String, HandlerRoute> routes = new LinkedHashMap<>();

		private final Map<String, List<HandshakeArgument>> handshakeArguments = new LinkedHashMap<>();

		private final List<HandlerProblem> problems = new ArrayList<>();

		private final ConfigurableListableBeanFactory beanFactory;

		private final UnaryOperator<String> placeholders;

		private final Map<String, HandlerCodecs> codecsByPath = new LinkedHashMap<>();

		private final MessageFaults faults = new MessageFaults();

		private final List<AdviceBean> advice;

		private final HandlerSettings settings;

		private final Codecs codecs;

		private final Codec preferred;

		private final @Nullable Execution destruction;

		private final @Nullable CallBinding binding;

		Discovery(ConfigurableListableBeanFactory beanFactory, HandlerSettings settings) {
			this.beanFactory = beanFactory;
			this.placeholders = placeholders(beanFactory);
			boolean scoped = ConnectionBeans.areDefinedIn(beanFactory);
			this.destruction = scoped ? settings.blockingExecution() : null;
			this.binding = CallBindings.of(settings, scoped);
			this.settings = settings;
			this.advice = AdviceBeans.find(beanFactory, this.problems);
			this.codecs = new Codecs(settings.codecs());
			Codec codec = this.codecs.preferred(settings.codec());
			if (codec == null && settings.codec() != null) {
				throw new IllegalArgumentException(
						"codec: " + settings.codec() + " (expected: one of " + this.codecs.names() + ")");
			}
			this.preferred = (codec != null) ? codec : new TextCodec();
		}

		private static UnaryOperator<String> placeholders(ConfigurableListableBeanFactory beanFactory) {
			return (text) -> {
				String resolved = beanFactory.resolveEmbeddedValue(text);
				return (resolved != null) ? resolved : "";
			};
		}

		void inspect(String name) {
			Class<?> type = targetType(name);
			String label = HandlerBean.label(name, type);
			AeroSocketHandler annotation = this.beanFactory.findAnnotationOnBean(name, AeroSocketHandler.class);
			if (annotation == null) {
				return;
			}
			if (!this.beanFactory.isSingleton(name)) {
				problem(label, "it is not a singleton, but it serves all connections",
						"remove its scope, and keep what belongs to one connection in connection.attributes()");
				return;
			}
			List<String> paths = paths(annotation, label);
			HandlerExecution execution = annotation.execution();
			Object instance = this.beanFactory.getBean(name);
			type = AopUtils.isAopProxy(instance) ? AopUtils.getTargetClass(instance)
					: ClassUtils.getUserClass(instance);
			HandlerCodecs codecs = codecs(annotation, label);
			HandlerBean bean = new HandlerBean(name, instance, type, paths, execution, codecs);
			RoutingSettings routing = routing(annotation, label);
			MethodFactory factory = factory(codecs, null);
			MethodFactory routedFactory = factory(codecs, routing.format());
			HandlerInspector inspector = new HandlerInspector(factory, routedFactory, routing, bean);
			HandlerMethods methods = inspector.inspect(this.advice);
			this.problems.addAll(inspector.problems());
			AnnotatedConnectionHandler handler = new AnnotatedConnectionHandler(type.getSimpleName(), methods,
					new FaultAnswers(routing, this.faults, codecs), this.destruction);
			for (String path : paths) {
				this.handshakeArguments.put(path, inspector.handshake());
				this.codecsByPath.put(path, codecs);
				add(label, new HandlerRoute(path, name, List.of(annotation.subprotocols()), annotation.slowConsumer(),
						annotation.compression(), handler));
			}
		}

		private Class<?> targetType(String name) {
			Class<?> type = AutoProxyUtils.determineTargetClass(this.beanFactory, name);
			return (type != null) ? type : Object.class;
		}

		private List<String> paths(AeroSocketHandler annotation, String label) {
			if (annotation.path().length == 0) {
				problem(label, "it has no path", "name one, for example @AeroSocketHandler(\"/chat/{room}\")");
			}
			return Arrays.stream(annotation.path()).map((path) -> resolve(path, label)).toList();
		}

		private String resolve(String path, String label) {
			String resolved = path;
			try {
				resolved = this.placeholders.apply(path);
			}
			catch (IllegalArgumentException ex) {
				// Stays as it is, as with a context that resolves leniently.
			}
			if (resolved.contains("${")) {
				problem(label, "the path '" + path + "' has a placeholder that no property resolves",
						"set the property, or write ${name:/default}");
			}
			else if (!resolved.startsWith("/")) {
				problem(label, "the path '" + resolved + "' does not start with a slash", "write '/" + resolved + "'");
			}
			return resolved;
		}

		private MethodFactory factory(HandlerCodecs codecs, @Nullable EnvelopeFormat format) {
			return new MethodFactory(this.settings, this.placeholders, codecs, format, this.binding);
		}

		private RoutingSettings routing(AeroSocketHandler annotation, String label) {
			try {
				return this.settings.routing().with(annotation.routeProperty(), annotation.payloadProperty());
			}
			catch (IllegalArgumentException ex) {
				problem(label, "its messages cannot be told apart: " + ex.getMessage(),
						"name different members of the message itself for the route, the id and the payload");
				return this.settings.routing();
			}
		}

		private HandlerCodecs codecs(AeroSocketHandler annotation, String label) {
			Codec codec = annotation.codec().isEmpty() ? null : this.codecs.preferred(annotation.codec());
			if (codec == null && !annotation.codec().isEmpty()) {
				problem(label, "there is no codec named '" + annotation.codec() + "'",
						"name one of " + this.codecs.names() + ", or add a Codec bean of that name");
			}
			List<String> subprotocols = (annotation.subprotocols().length > 0) ? List.of(annotation.subprotocols())
					: this.settings.subprotocols();
			return new HandlerCodecs((codec != null) ? codec : this.preferred, this.codecs, subprotocols);
		}

		ConnectionCodecs connectionCodecs() {
			return new ConnectionCodecs(this.codecsByPath,
					new HandlerCodecs(this.preferred, this.codecs, this.settings.subprotocols()));
		}

		private void problem(String label, String problem, String action) {
			this.problems.add(new HandlerProblem(label, "", problem, action));
		}

		private void add(String label, HandlerRoute route) {
			HandlerRoute other = this.routes.putIfAbsent(PathVariables.shape(route.path()), route);
			if (other != null) {
				this.problems.add(new HandlerProblem(label, "", "the path '" + route.path() + "' is that of bean '"
						+ other.beanName() + "' ('" + other.path() + "') already",
						"give each handler paths of its own"));
			}
		}

	}

}
