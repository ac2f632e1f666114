package io.aerosocket.server;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import io.aerosocket.Handshake;
import io.aerosocket.HandshakeDecision;
import io.aerosocket.HandshakeInterceptor;
import io.aerosocket.extension.ExtensionParameters;
import io.aerosocket.internal.connection.ConnectionRegistry;
import io.aerosocket.internal.connection.InboundHandler;
import io.aerosocket.internal.connection.WebSocketConnection;
import io.aerosocket.internal.dispatch.Router;
import io.aerosocket.internal.extension.AgreedExtensions;
import io.aerosocket.internal.extension.ExtensionHeader;
import io.aerosocket.internal.extension.ExtensionNegotiation;
import io.aerosocket.internal.flight.FlightRecorder;
import io.aerosocket.internal.flight.RecordedHandshake;
import io.aerosocket.internal.handshake.OpeningHandshake;
import io.aerosocket.internal.handshake.RequestHead;
import io.aerosocket.internal.handshake.ServerHandshake;
import io.aerosocket.internal.handshake.SubprotocolChoice;
import io.aerosocket.internal.transport.ConnectionGate;
import io.aerosocket.internal.transport.RequestHandler;
import io.aerosocket.internal.transport.UpgradeRequest;
import io.aerosocket.telemetry.EngineCounters;
import io.aerosocket.telemetry.EngineListeners;
import io.aerosocket.telemetry.HandshakeOutcome;
import io.aerosocket.telemetry.HandshakeRefusal;
import io.aerosocket.telemetry.RefusalReason;
import io.aerosocket.telemetry.TimingListener;

/**
 * Takes a request all the way to a connection: route, checks, interceptors, upgrade.
 */
final class Upgrades implements RequestHandler {

	private static final Logger logger = LoggerFactory.getLogger(Upgrades.class);

	private final RefusalLog log;

	private final Admission admission;

	private final Overload overload;

	private final Router<ServedRoute> router;

	private final List<HandshakeInterceptor> interceptors;

	private final Supplier<ServerOptions> options;

	private final ConnectionRegistry registry;

	private final ConnectionGate gate;

	private final EngineCounters counters;

	private final EngineListeners listeners;

	private final BooleanSupplier running;

	private final BooleanSupplier accepting;

	Upgrades(Supplier<ServerOptions> options, Router<ServedRoute> router, List<HandshakeInterceptor> interceptors,
			Collaborators collaborators, BooleanSupplier running, BooleanSupplier accepting) {
		this.router = router;
		this.interceptors = interceptors;
		this.options = options;
		this.registry = collaborators.registry();
		this.gate = collaborators.gate();
		this.counters = collaborators.counters();
		this.listeners = collaborators.listeners();
		this.running = running;
		this.accepting = accepting;
		this.log = new RefusalLog(this.registry::count);
		this.admission = new Admission(options);
		this.overload = collaborators.overload();
	}

	@Override
	public boolean arrived(Channel channel) {
		if (this.admission.takesSocket(channel)) {
			return true;
		}
		HandshakeRefusal refusal = new HandshakeRefusal(RefusalReason.ADDRESS_LIMIT, HandshakeRefusal.NO_ANSWER, null,
				channel.remoteAddress());
		refused(refusal);
		ended(HandshakeOutcome.REFUSED, null, 0);
		RecordedHandshake recorded = FlightRecorder.handshakeBegins();
		if (recorded != null) {
			recorded.ended(HandshakeOutcome.REFUSED, null, refusal, refusal.remoteAddress());
		}
		return false;
	}

	@Override
	public void refused(HandshakeRefusal refusal) {
		this.log.refused(refusal);
		this.counters.refused(refusal.reason());
		this.listeners.refused(refusal);
	}

	@Override
	public void ended(HandshakeOutcome outcome, @Nullable Handshake handshake, long nanos) {
		TimingListener timing = this.listeners.timing();
		if (timing != null) {
			timing.handshakeEnded(outcome, handshake, nanos);
		}
	}

	@Override
	public OpeningHandshake.Peer identify(RequestHead head, OpeningHandshake.Peer direct) {
		return this.admission.identify(head, direct);
	}

	@Override
	public void handle(UpgradeRequest request) {
		String path = request.head().path();
		if (path.equals(this.options.get().healthPath())) {
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
		HandshakeDecision.Refuse refusal = ServerHandshake.check(request.head(), match.target().terms().origins());
		if (refusal != null) {
			request.refuse(refusal, reason(refusal));
			return;
		}
		List<ExtensionParameters> offers;
		try {
			offers = ExtensionHeader.parse(request.head().all(ExtensionHeader.NAME));
		}
		catch (IllegalArgumentException ex) {
			request.refuse(refusal(400, "Not a WebSocket handshake: " + ex.getMessage()), RefusalReason.BAD_REQUEST);
			return;
		}
		HandshakeDecision.Refuse tooMany = this.admission.byAddress(request);
		if (tooMany != null) {
			request.refuse(tooMany, RefusalReason.ADDRESS_LIMIT);
			return;
		}
		OpeningHandshake handshake = new OpeningHandshake(request.head(), match.pattern().toString(), match.variables(),
				request.peer());
		request.recognized(handshake);
		intercept(new Candidate(request, handshake, match.target(), offers), 0);
	}

	private void answerHealth(UpgradeRequest request) {
		if (!this.running.getAsBoolean()) {
			request.answer(503, "draining");
		}
		else if (this.gate.isFull()) {
			request.answer(503, "full");
		}
		else if (this.overload.isOverloaded()) {
			request.answer(503, "overloaded");
		}
		else {
			request.answer(200, "ok");
		}
	}

	private boolean refuseWhenUnavailable(UpgradeRequest request) {
		if (!this.accepting.getAsBoolean()) {
			request.refuse(new HandshakeDecision.Refuse(503, "The server is shutting down",
					Map.of("Retry-After", retryAfter())), RefusalReason.DRAINING);
			return true;
		}
		if (this.gate.isFull()) {
			refuseFull(request);
			return true;
		}
		if (this.overload.isOverloaded()) {
			request.refuse(new HandshakeDecision.Refuse(503, "The server has too much to do, try again later",
					Map.of("Retry-After", this.overload.retryAfter())), RefusalReason.OVERLOAD);
			return true;
		}
		return false;
	}

	private static void refuseFull(UpgradeRequest request) {
		request.refuse(new HandshakeDecision.Refuse(503, "The server is full, try again later", RetryAfter.soon()),
				RefusalReason.FULL);
	}

	private String retryAfter() {
		return Long.toString(Math.max(1, this.options.get().drain().retryAfter().toSeconds()));
	}

	private void intercept(Candidate candidate, int next) {
		UpgradeRequest request = candidate.request();
		if (next == this.interceptors.size()) {
			// Time has passed: the answer may be another one by now.
			if (!request.isDone() && !refuseWhenUnavailable(request)) {
				finish(candidate);
			}
			return;
		}
		Decision decision = new Decision(candidate, next);
		try {
			Objects.requireNonNull(this.interceptors.get(next).intercept(candidate.handshake()), "no decision")
				.whenComplete(decision);
		}
		catch (Throwable ex) {
			interceptorFailed(request, ex);
			return;
		}
		if (decision.getAndSet(true)) {
			// It was decided at once.
			decision.apply();
		}
	}

	private void apply(@Nullable HandshakeDecision decision, Candidate candidate, int next) {
		if (decision instanceof HandshakeDecision.Refuse refusal) {
			candidate.request().refuse(refusal, RefusalReason.INTERCEPTOR);
		}
		else if (decision instanceof HandshakeDecision.Accept accept) {
			if (accept.principal() != null) {
				candidate.handshake().identify(accept.principal());
			}
			intercept(candidate, next);
		}
	}

	private static void interceptorFailed(UpgradeRequest request, @Nullable Throwable error) {
		logger.error("A handshake interceptor failed for {}", request.head().path(), error);
		request.refuse(refusal(500, "The handshake could not be decided"), RefusalReason.ERROR);
	}

	private void finish(Candidate candidate) {
		HandshakeDecision.Refuse tooMany = this.admission.byUser(candidate.request(),
				candidate.handshake().principal());
		if (tooMany != null) {
			candidate.request().refuse(tooMany, RefusalReason.USER_LIMIT);
		}
		// Other event loops may be just as far: only the place itself says that there is
		// one.
		else if (!this.registry.reserve(this.options.get().maxConnections())) {
			refuseFull(candidate.request());
		}
		else {
			Opening opening = new Opening(candidate);
			try {
				upgrade(candidate, opening);
			}
			finally {
				if (!opening.begun) {
					this.registry.giveBack();
				}
			}
		}
	}

	private void upgrade(Candidate candidate, Opening opening) {
		OpeningHandshake handshake = candidate.handshake();
		ServedRoute.Terms terms = candidate.route().terms();
		String subprotocol = terms.subprotocols().isEmpty() ? null
				: SubprotocolChoice.choose(handshake.requestedSubprotocols(), terms.subprotocols());
		AgreedExtensions extensions = ExtensionNegotiation.accept(terms.extensions(), candidate.offers());
		opening.subprotocol = subprotocol;
		opening.extensions = extensions;
		candidate.request().accept(handshake, subprotocol, extensions.headerValue(), new InboundHandler(), opening);
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
	 * A request that was found to be good so far.
	 *
	 * @param request the request
	 * @param handshake what it says
	 * @param route what serves it
	 * @param offers the extensions that the client offers
	 */
	private record Candidate(UpgradeRequest request, OpeningHandshake handshake, ServedRoute route,
			List<ExtensionParameters> offers) {

	}

	/**
	 * Makes a connection of a request that has a place.
	 */
	private final class Opening implements UpgradeRequest.Opening {

		private final Candidate candidate;

		private @Nullable String subprotocol;

		private AgreedExtensions extensions = AgreedExtensions.NONE;

		private @Nullable WebSocketConnection connection;

		private boolean begun;

		Opening(Candidate candidate) {
			this.candidate = candidate;
		}

		@Override
		public void prepare(ChannelHandlerContext context) {
			this.connection = Upgrades.this.registry.prepare(this.candidate.route().endpoint(),
					this.candidate.handshake(), this.subprotocol, this.extensions, context);
		}

		@Override
		public void open() {
			// From now on the place is the connection's, which gives it back at its end.
			this.begun = true;
			Upgrades.this.registry.begin(Objects.requireNonNull(this.connection));
		}

	}

	/**
	 * Takes what an interceptor decides. Set by its caller, who leaves, and by the stage:
	 * whoever comes second goes on, the stage on the event loop.
	 */
	@SuppressWarnings("serial") // nobody writes it anywhere
	private final class Decision extends AtomicBoolean
			implements BiConsumer<@Nullable HandshakeDecision, @Nullable Throwable> {

		private final Candidate candidate;

		private final int index;

		private @Nullable HandshakeDecision decided;

		private @Nullable Throwable error;

		Decision(Candidate candidate, int index) {
			this.candidate = candidate;
			this.index = index;
		}

		@Override
		public void accept(@Nullable HandshakeDecision decision, @Nullable Throwable failure) {
			this.decided = decision;
			this.error = failure;
			if (getAndSet(true)) {
				this.candidate.request().execute(this::apply);
			}
		}

		void apply() {
			if (this.error != null || this.decided == null) {
				interceptorFailed(this.candidate.request(), this.error);
			}
			else {
				Upgrades.this.apply(this.decided, this.candidate, this.index + 1);
			}
		}

	}

	/**
	 * Who is told of what happens here.
	 *
	 * @param registry takes the connections
	 * @param gate knows whether there is room
	 * @param counters count
	 * @param listeners hear
	 * @param overload knows whether there is time
	 */
	record Collaborators(ConnectionRegistry registry, ConnectionGate gate, EngineCounters counters,
			EngineListeners listeners, Overload overload) {

	}

}
