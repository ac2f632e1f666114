package io.aerosocket.server;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.aerosocket.HandshakeDecision;
import io.aerosocket.HandshakeInterceptor;
import io.aerosocket.internal.connection.ConnectionRegistry;
import io.aerosocket.internal.connection.InboundHandler;
import io.aerosocket.internal.dispatch.Router;
import io.aerosocket.internal.extension.AgreedExtensions;
import io.aerosocket.internal.extension.ExtensionHeader;
import io.aerosocket.internal.extension.ExtensionNegotiation;
import io.aerosocket.internal.handshake.OpeningHandshake;
import io.aerosocket.internal.handshake.ServerHandshake;
import io.aerosocket.internal.handshake.SubprotocolChoice;
import io.aerosocket.internal.transport.ConnectionGate;
import io.aerosocket.internal.transport.RequestHandler;
import io.aerosocket.internal.transport.UpgradeRequest;
import io.aerosocket.telemetry.EngineCounters;
import io.aerosocket.telemetry.EngineListeners;
import io.aerosocket.telemetry.LogGate;
import io.aerosocket.telemetry.RefusalReason;

/**
 * Takes a request all the way to a connection: route, checks, interceptors, upgrade.
 */
final class Upgrades implements RequestHandler {

	private static final Logger logger = LoggerFactory.getLogger(Upgrades.class);

	private static final String RETRY_AFTER_SECONDS = "5";

	private final LogGate fullLog = new LogGate();

	private final Router<ServedRoute> router;

	private final List<HandshakeInterceptor> interceptors;

	private final @Nullable String healthPath;

	private final ConnectionRegistry registry;

	private final ConnectionGate gate;

	private final EngineCounters counters;

	private final EngineListeners listeners;

	private final BooleanSupplier running;

	Upgrades(ServerOptions options, Router<ServedRoute> router, List<HandshakeInterceptor> interceptors,
			Collaborators collaborators, BooleanSupplier running) {
		this.router = router;
		this.interceptors = interceptors;
		this.healthPath = options.healthPath();
		this.registry = collaborators.registry();
		this.gate = collaborators.gate();
		this.counters = collaborators.counters();
		this.listeners = collaborators.listeners();
		this.running = running;
	}

	@Override
	public void refused(RefusalReason reason) {
		if (reason == RefusalReason.FULL && this.fullLog.opens()) {
			logger.warn("A handshake was refused with 503, because {} connections are open. "
					+ "See aerosocket.server.connection.max (maxConnections without Spring). "
					+ "{} more since the last such line.", this.registry.count(), this.fullLog.leftOut());
		}
		this.counters.refused(reason);
		this.listeners.refused(reason);
	}

	@Override
	public void handle(UpgradeRequest request) {
		String path = request.head().path();
		if (path.equals(this.healthPath)) {
			answerHealth(request);
			return;
		}
		if (refuseWhenUnavailable(request)) {
			return;
		}
		Router.Match<ServedRoute> match;
		try {
			match = this.router.match(path);
		}
		catch (IllegalArgumentException ex) {
			request.refuse(refusal(400, String.valueOf(ex.getMessage())), RefusalReason.BAD_REQUEST);
			return;
		}
		if (match == null) {
			request.refuse(refusal(404, "There is no WebSocket at this path"), RefusalReason.PATH);
			return;
		}
		HandshakeDecision.Refuse refusal = ServerHandshake.check(request.head(), match.target().origins());
		if (refusal != null) {
			request.refuse(refusal, reason(refusal));
			return;
		}
		try {
			ExtensionHeader.parse(request.head().all(ExtensionHeader.NAME));
		}
		catch (IllegalArgumentException ex) {
			request.refuse(refusal(400, "Not a WebSocket handshake: " + ex.getMessage()), RefusalReason.BAD_REQUEST);
			return;
		}
		OpeningHandshake handshake = new OpeningHandshake(request.head(), match.pattern().toString(), match.variables(),
				request.peer());
		intercept(request, handshake, match.target(), this.interceptors.iterator());
	}

	private void answerHealth(UpgradeRequest request) {
		if (!this.running.getAsBoolean()) {
			request.answer(503, "draining");
		}
		else if (this.gate.isFull()) {
			request.answer(503, "full");
		}
		else {
			request.answer(200, "ok");
		}
	}

	private boolean refuseWhenUnavailable(UpgradeRequest request) {
		boolean draining = !this.running.getAsBoolean();
		if (draining || this.gate.isFull()) {
			request.refuse(
					new HandshakeDecision.Refuse(503,
							draining ? "The server is shutting down" : "The server is full, try again later",
							Map.of("Retry-After", RETRY_AFTER_SECONDS)),
					draining ? RefusalReason.DRAINING : RefusalReason.FULL);
			return true;
		}
		return false;
	}

	private void intercept(UpgradeRequest request, OpeningHandshake handshake, ServedRoute route,
			Iterator<HandshakeInterceptor> remaining) {
		if (!remaining.hasNext()) {
			// Time has passed: the answer may be another one by now.
			if (!request.isDone() && !refuseWhenUnavailable(request)) {
				upgrade(request, handshake, route);
			}
			return;
		}
		CompletionStage<HandshakeDecision> decision;
		try {
			decision = Objects.requireNonNull(remaining.next().intercept(handshake), "no decision");
		}
		catch (Throwable ex) {
			interceptorFailed(request, ex);
			return;
		}
		decision.whenComplete((decided, error) -> request.execute(() -> {
			if (error != null || decided == null) {
				interceptorFailed(request, error);
			}
			else {
				apply(decided, request, handshake, route, remaining);
			}
		}));
	}

	private void apply(HandshakeDecision decision, UpgradeRequest request, OpeningHandshake handshake,
			ServedRoute route, Iterator<HandshakeInterceptor> remaining) {
		if (decision instanceof HandshakeDecision.Refuse refusal) {
			request.refuse(refusal, RefusalReason.INTERCEPTOR);
		}
		else if (decision instanceof HandshakeDecision.Accept accept) {
			if (accept.principal() != null) {
				handshake.identify(accept.principal());
			}
			intercept(request, handshake, route, remaining);
		}
	}

	private static void interceptorFailed(UpgradeRequest request, @Nullable Throwable error) {
		logger.error("A handshake interceptor failed for {}", request.head().path(), error);
		request.refuse(refusal(500, "The handshake could not be decided"), RefusalReason.ERROR);
	}

	private void upgrade(UpgradeRequest request, OpeningHandshake handshake, ServedRoute route) {
		String subprotocol = SubprotocolChoice.choose(handshake.requestedSubprotocols(), route.subprotocols());
		AgreedExtensions extensions = ExtensionNegotiation.accept(route.extensions(),
				ExtensionHeader.parse(handshake.headers().all(ExtensionHeader.NAME)));
		InboundHandler reader = new InboundHandler();
		request.accept(handshake, subprotocol, extensions.headerValue(), reader,
				(context) -> this.registry.open(route.endpoint(), handshake, subprotocol, extensions, context, reader));
	}

	private static RefusalReason reason(HandshakeDecision.Refuse refusal) {
		return switch (refusal.status()) {
			case 403 -> RefusalReason.ORIGIN;
			case 426 -> RefusalReason.VERSION;
			default -> RefusalReason.BAD_REQUEST;
		};
	}

	private static HandshakeDecision.Refuse refusal(int status, String message) {
		return new HandshakeDecision.Refuse(status, message, Map.of());
	}

	/**
	 * Who is told of what happens here.
	 *
	 * @param registry takes the connections
	 * @param gate knows whether there is room
	 * @param counters count
	 * @param listeners hear
	 */
	record Collaborators(ConnectionRegistry registry, ConnectionGate gate, EngineCounters counters,
			EngineListeners listeners) {

	}

}
