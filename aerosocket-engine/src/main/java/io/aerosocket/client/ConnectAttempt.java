package io.aerosocket.client;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.proxy.ProxyConnectException;
import io.netty.handler.proxy.ProxyHandler;
import io.netty.resolver.NoopAddressResolverGroup;
import org.jspecify.annotations.Nullable;

import io.aerosocket.AeroSocketException;
import io.aerosocket.CloseCode;
import io.aerosocket.Connection;
import io.aerosocket.HandshakeException;
import io.aerosocket.TransportException;
import io.aerosocket.internal.connection.Endpoint;
import io.aerosocket.internal.connection.InboundHandler;
import io.aerosocket.internal.connection.WebSocketConnection;
import io.aerosocket.internal.extension.AgreedExtensions;
import io.aerosocket.internal.extension.ExtensionHeader;
import io.aerosocket.internal.extension.ExtensionNegotiation;
import io.aerosocket.internal.handshake.ClientHandshake;
import io.aerosocket.internal.handshake.OpeningHandshake;
import io.aerosocket.internal.handshake.ResponseHead;
import io.aerosocket.internal.transport.AnswerHandler;
import io.aerosocket.internal.transport.HostResolver;
import io.aerosocket.internal.transport.Http1ClientTransport;
import io.aerosocket.telemetry.ConnectFailureReason;
import io.aerosocket.telemetry.FailedConnect;

/**
 * One attempt to open a connection, from a host's name to an open connection, redirects
 * included. Confined to its event loop, except where a method says otherwise.
 */
final class ConnectAttempt implements AnswerHandler {

	/** What another server may be told as well after a redirect. */
	private static final Set<String> HARMLESS = Set.of("origin", "user-agent");

	private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

	private final ClientEngine engine;

	private final ClientOptions options;

	private final EventLoop loop;

	private final Endpoint endpoint;

	private final CompletableFuture<Connection> result = new CompletableFuture<>();

	private final List<String> subprotocols;

	private Map<String, String> headers;

	private Destination destination;

	private int redirects;

	private final long beganAt;

	/** Whether it is decided how it ends, which happens once. */
	private final AtomicBoolean decided = new AtomicBoolean();

	private volatile ConnectFailureReason failure = ConnectFailureReason.CANCELLED;

	private @Nullable AddressRace race;

	private @Nullable ClientHandshake handshake;

	private @Nullable Future<?> timer;

	ConnectAttempt(ClientEngine engine, EventLoop loop, Endpoint endpoint, ConnectRequest request) {
		this.engine = engine;
		this.options = engine.options();
		this.loop = loop;
		this.endpoint = endpoint;
		this.destination = Destination.of(request.uri());
		this.subprotocols = (request.subprotocols() != null) ? request.subprotocols() : this.options.subprotocols();
		this.headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		this.headers.putAll(this.options.headers());
		this.headers.putAll(request.headers());
		this.beganAt = loop.ticker().nanoTime();
	}

	/**
	 * Begins. Safe for any thread.
	 * @return the connection; whoever completes it otherwise gives the attempt up
	 */
	CompletableFuture<Connection> begin() {
		this.result.whenComplete((connection, error) -> {
			this.engine.ended(this);
			if (error != null) {
				ended(error);
			}
		});
		execute(this::approach);
		return this.result;
	}

	/**
	 * Gives the attempt up, because the client ends. Safe for any thread.
	 */
	void giveUp() {
		giveUp("The client was closed");
	}

	/**
	 * Gives the attempt up, because the event loops have ended. Safe for any thread.
	 */
	void loopEnded() {
		giveUp("The event loops of the client ended, as those of a server do when it stops,");
	}

	private void giveUp(String why) {
		fail(ConnectFailureReason.CLOSED, new TransportException(why + " before " + this.destination + " was connected",
				new ClosedChannelException()));
	}

	private void execute(Runnable action) {
		if (this.loop.inEventLoop()) {
			action.run();
			return;
		}
		try {
			this.loop.execute(action);
		}
		catch (RejectedExecutionException ex) {
			loopEnded();
		}
	}

	// Told on the event loop, or where it was given up if that has ended.
	private void ended(Throwable error) {
		try {
			this.loop.execute(() -> {
				clear();
				report(error);
			});
		}
		catch (RejectedExecutionException ex) {
			report(error);
		}
	}

	private void report(Throwable error) {
		if (this.decided.compareAndSet(false, true)) {
			this.engine.reports()
				.failed(new FailedConnect(this.failure, this.destination.toString(), error,
						this.loop.ticker().nanoTime() - this.beganAt));
		}
	}

	// --- reaching the server

	private void approach() {
		if (this.result.isDone()) {
			return;
		}
		startTimer(this.options.connectTimeout(), "connecting to " + this.destination.authority());
		ProxySettings proxy = this.options.proxy();
		InetSocketAddress first = (proxy != null) ? InetSocketAddress.createUnresolved(proxy.host(), proxy.port())
				: InetSocketAddress.createUnresolved(this.destination.host(), this.destination.port());
		this.engine.prepare(first, this.loop, this.destination.secure()).whenComplete((found, error) -> execute(() -> {
			if (error != null) {
				unreachable(HostResolver.cause(error));
			}
			else {
				race(found);
			}
		}));
	}

	private void race(List<InetAddress> addresses) {
		if (this.result.isDone()) {
			return;
		}
		// One for all addresses: only the socket that wins sends it.
		this.handshake = ClientHandshake.begin(this.destination.authority(), this.destination.target(), this.headers,
				this.subprotocols, ExtensionNegotiation.offer(this.engine.extensions()));
		byte[] request = this.handshake.request();
		this.race = new AddressRace(this.loop, addresses, this.options.connectAttemptDelay(),
				(address) -> connect(address, request), this::connected, this::unreachable);
		this.race.start();
	}

	private ChannelFuture connect(InetAddress address, byte[] request) {
		Http1ClientTransport transport = new Http1ClientTransport(request, this, this.options.maxHandshakeSize());
		ProxySettings proxy = this.options.proxy();
		ProxyHandler through = (proxy != null)
				? ClientPipeline.proxyHandler(proxy, new InetSocketAddress(address, proxy.port())) : null;
		InetSocketAddress remote = (proxy != null)
				? InetSocketAddress.createUnresolved(this.destination.host(), this.destination.port())
				: new InetSocketAddress(address, this.destination.port());
		Bootstrap bootstrap = this.engine.bootstrap()
			.clone(this.loop)
			.resolver(NoopAddressResolverGroup.INSTANCE)
			// Our own deadline covers all addresses together.
			.option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0)
			.handler(new ClientPipeline(this.destination, this.destination.secure() ? this.engine.tls() : null, through,
					transport));
		ChannelFuture connecting = bootstrap.connect(remote);
		this.engine.opened(connecting.channel());
		return connecting;
	}

	private void connected() {
		startTimer(this.options.handshakeTimeout(), "the handshake with " + this.destination.authority());
	}

	private void unreachable(AddressRace lost) {
		List<Throwable> errors = lost.errors();
		TransportException failed = new TransportException(
				notConnected() + ((errors.size() == 1) ? errors.get(0).getMessage() : lost.report()),
				ioException(errors.get(0)));
		errors.stream().skip(1).limit(AddressRace.NAMED).forEach(failed::addSuppressed);
		fail(ConnectFailureReason.UNREACHABLE, failed);
	}

	private void unreachable(Throwable cause) {
		fail((cause instanceof ProxyConnectException) ? ConnectFailureReason.PROXY
				: (cause instanceof UnknownHostException) ? ConnectFailureReason.UNKNOWN_HOST
						: ConnectFailureReason.ERROR,
				new TransportException(notConnected() + cause.getMessage(), ioException(cause)));
	}

	private String notConnected() {
		ProxySettings proxy = this.options.proxy();
		return "Could not connect to " + this.destination.authority() + ((proxy != null) ? " through " + proxy : "")
				+ ": ";
	}

	private void startTimer(Duration timeout, String what) {
		stopTimer();
		this.timer = this.loop.schedule(() -> timedOut(timeout, what), timeout.toNanos(), TimeUnit.NANOSECONDS);
	}

	private void timedOut(Duration timeout, String what) {
		String tried = (this.race != null && !this.race.isWon()) ? this.race.report() : "";
		fail(ConnectFailureReason.TIMEOUT, new TransportException("Gave up " + what + " after " + timeout.toMillis()
				+ " ms" + (tried.isEmpty() ? "" : " (" + tried + ")"), new SocketTimeoutException(what)));
	}

	private void stopTimer() {
		if (this.timer != null) {
			this.timer.cancel(false);
			this.timer = null;
		}
	}

	// --- talking to it

	@Override
	public void secured(SSLSession session) throws SSLException {
		this.engine.tls().verify(session);
	}

	@Override
	public void switching(Http1ClientTransport transport, ResponseHead head) {
		ClientHandshake asked = this.handshake;
		if (this.result.isDone() || asked == null) {
			transport.abort(new ClosedChannelException());
			return;
		}
		String subprotocol = asked.check(head);
		AgreedExtensions extensions = extensions(head);
		stopTimer();
		OpeningHandshake opening = OpeningHandshake.answered(asked.head(), head, transport.peer());
		try {
			transport.upgrade(new InboundHandler(), (context) -> open(
					this.engine.registry().prepare(this.endpoint, opening, subprotocol, extensions, context)));
		}
		catch (Throwable ex) {
			failed(ex);
		}
	}

	private void open(WebSocketConnection connection) {
		if (this.decided.compareAndSet(false, true)) {
			this.engine.reports().opens(this.loop.ticker().nanoTime() - this.beganAt);
		}
		this.engine.registry().open(connection);
		if (!this.result.complete(connection)) {
			// Given up by another thread in the last moment.
			connection.close(CloseCode.GOING_AWAY, "");
		}
	}

	private AgreedExtensions extensions(ResponseHead head) {
		try {
			return ExtensionNegotiation.confirm(this.engine.extensions(), head.all(ExtensionHeader.NAME));
		}
		catch (HandshakeException ex) {
			throw new HandshakeException(head.status(), String.valueOf(ex.getMessage()), head, "");
		}
	}

	@Override
	public void answered(ResponseHead head, String body) {
		String location = REDIRECTS.contains(head.status()) ? head.first("Location") : null;
		if (location == null || this.options.maxRedirects() == 0) {
			fail(ConnectFailureReason.REFUSED,
					new HandshakeException(head.status(),
							"The server at " + this.destination.authority() + " answered " + head.status()
									+ ((location != null)
											? ", a redirect to " + withoutQuery(location) + " (see maxRedirects)" : ""),
							head, body));
			return;
		}
		try {
			redirect(location);
		}
		catch (IllegalArgumentException ex) {
			fail(ConnectFailureReason.REFUSED, new HandshakeException(head.status(),
					"A redirect was not followed: " + ex.getMessage(), head, body));
		}
	}

	private void redirect(String location) {
		if (++this.redirects > this.options.maxRedirects()) {
			throw new IllegalArgumentException(this.redirects + " redirects (expected: at most maxRedirects)");
		}
		Destination next = this.destination.redirectedTo(location);
		if (this.destination.secure() && !next.secure()) {
			throw new IllegalArgumentException(next + " after wss (expected: wss again)");
		}
		if (!next.isTrustedWithSecretsOf(this.destination)) {
			this.headers.keySet().removeIf((name) -> !HARMLESS.contains(name.toLowerCase(Locale.ROOT)));
		}
		this.destination = next;
		approach();
	}

	@Override
	public void failed(Throwable cause) {
		Throwable root = (cause instanceof DecoderException && cause.getCause() != null) ? cause.getCause() : cause;
		if (root instanceof AeroSocketException ex) {
			fail(ConnectFailureReason.PROTOCOL, ex);
		}
		else if (root instanceof SSLException) {
			fail(ConnectFailureReason.TLS, new TransportException(
					"No TLS with " + this.destination.authority() + ": " + root.getMessage(), ioException(root)));
		}
		else if (root instanceof ConnectException) {
			// What a proxy refuses, too.
			unreachable(root);
		}
		else {
			fail((root instanceof IOException) ? ConnectFailureReason.LOST : ConnectFailureReason.ERROR,
					new TransportException(
							"The handshake with " + this.destination.authority() + " failed: " + root.getMessage(),
							ioException(root)));
		}
	}

	private void fail(ConnectFailureReason reason, AeroSocketException cause) {
		if (!this.result.isDone()) {
			this.failure = reason;
			this.result.completeExceptionally(cause);
		}
	}

	private void clear() {
		stopTimer();
		if (this.race != null) {
			this.race.stop();
		}
	}

	private static String withoutQuery(String location) {
		int query = location.indexOf('?');
		return (query < 0) ? location : location.substring(0, query);
	}

	private static IOException ioException(Throwable cause) {
		return (cause instanceof IOException ex) ? ex : new IOException(cause);
	}

}
