package io.aerosocket.client;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
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

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.DecoderException;
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
import io.aerosocket.internal.extension.AgreedExtensions;
import io.aerosocket.internal.extension.ExtensionHeader;
import io.aerosocket.internal.extension.ExtensionNegotiation;
import io.aerosocket.internal.handshake.ClientHandshake;
import io.aerosocket.internal.handshake.OpeningHandshake;
import io.aerosocket.internal.handshake.ResponseHead;
import io.aerosocket.internal.transport.AnswerHandler;
import io.aerosocket.internal.transport.HostResolver;
import io.aerosocket.internal.transport.Http1ClientTransport;

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

	private List<InetAddress> addresses = List.of();

	private int nextAddress;

	private long connectDeadline;

	private @Nullable ClientHandshake handshake;

	private @Nullable Channel channel;

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
	}

	/**
	 * Begins. Safe for any thread.
	 * @return the connection; whoever completes it otherwise gives the attempt up
	 */
	CompletableFuture<Connection> begin() {
		this.result.whenComplete((connection, error) -> {
			this.engine.ended(this);
			if (error != null) {
				execute(this::clear);
			}
		});
		execute(this::approach);
		return this.result;
	}

	/**
	 * Gives the attempt up, because the client ends. Safe for any thread.
	 */
	void giveUp() {
		this.result.completeExceptionally(new TransportException(
				"The client was closed before " + this.destination + " was connected", new ClosedChannelException()));
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
			giveUp();
		}
	}

	// --- reaching the server

	private void approach() {
		if (this.result.isDone()) {
			return;
		}
		Duration timeout = this.options.connectTimeout();
		this.connectDeadline = System.nanoTime() + timeout.toNanos();
		startTimer(timeout, "connecting to " + this.destination.authority());
		ProxySettings proxy = this.options.proxy();
		this.engine.prepare((proxy != null) ? proxy.host() : this.destination.host(), this.destination.secure())
			.whenComplete((found, error) -> execute(() -> {
				if (error != null) {
					unreachable(HostResolver.cause(error));
				}
				else {
					this.addresses = found;
					this.nextAddress = 0;
					connectToNext();
				}
			}));
	}

	private void connectToNext() {
		if (this.result.isDone()) {
			return;
		}
		InetAddress address = this.addresses.get(this.nextAddress++);
		ClientHandshake fresh = ClientHandshake.begin(this.destination.authority(), this.destination.target(),
				this.headers, this.subprotocols, ExtensionNegotiation.offer(this.engine.extensions()));
		this.handshake = fresh;
		Http1ClientTransport transport = new Http1ClientTransport(fresh.request(), this,
				this.options.maxHandshakeSize());
		ProxySettings proxy = this.options.proxy();
		ProxyHandler through = (proxy != null)
				? ClientPipeline.proxyHandler(proxy, new InetSocketAddress(address, proxy.port())) : null;
		InetSocketAddress remote = (proxy != null)
				? InetSocketAddress.createUnresolved(this.destination.host(), this.destination.port())
				: new InetSocketAddress(address, this.destination.port());
		Bootstrap bootstrap = this.engine.bootstrap()
			.clone(this.loop)
			.resolver(NoopAddressResolverGroup.INSTANCE)
			.option(ChannelOption.CONNECT_TIMEOUT_MILLIS, millisForNext())
			.handler(new ClientPipeline(this.destination, this.destination.secure() ? this.engine.tls() : null, through,
					transport));
		ChannelFuture connecting = bootstrap.connect(remote);
		this.channel = connecting.channel();
		this.engine.opened(connecting.channel());
		connecting.addListener((done) -> connected(connecting));
	}

	// The time that is left is shared out evenly, so that an address that never answers
	// leaves some for the next.
	private int millisForNext() {
		long left = TimeUnit.NANOSECONDS.toMillis(this.connectDeadline - System.nanoTime());
		return (int) Math.max(1, left / (this.addresses.size() - this.nextAddress + 1));
	}

	private void connected(ChannelFuture connecting) {
		if (this.result.isDone()) {
			connecting.channel().close();
		}
		else if (connecting.isSuccess()) {
			startTimer(this.options.handshakeTimeout(), "the handshake with " + this.destination.authority());
		}
		else if (this.nextAddress < this.addresses.size()) {
			connectToNext();
		}
		else {
			unreachable(connecting.cause());
		}
	}

	private void unreachable(Throwable cause) {
		ProxySettings proxy = this.options.proxy();
		fail(new TransportException("Could not connect to " + this.destination.authority()
				+ ((proxy != null) ? " through " + proxy : "") + ": " + cause.getMessage(), ioException(cause)));
	}

	private void startTimer(Duration timeout, String what) {
		stopTimer();
		this.timer = this.loop
			.schedule(() -> fail(new TransportException("Gave up " + what + " after " + timeout.toMillis() + " ms",
					new SocketTimeoutException(what))), timeout.toNanos(), TimeUnit.NANOSECONDS);
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
		transport.upgrade(new InboundHandler(), (context) -> {
			Connection connection = this.engine.registry()
				.open(this.endpoint, opening, subprotocol, extensions, context);
			if (!this.result.complete(connection)) {
				// Given up by another thread in the last moment.
				connection.close(CloseCode.GOING_AWAY, "");
			}
		});
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
			fail(new HandshakeException(head.status(), "The server at " + this.destination.authority() + " answered "
					+ head.status()
					+ ((location != null) ? ", a redirect to " + withoutQuery(location) + " (see maxRedirects)" : ""),
					head, body));
			return;
		}
		try {
			redirect(location);
		}
		catch (IllegalArgumentException ex) {
			fail(new HandshakeException(head.status(), "A redirect was not followed: " + ex.getMessage(), head, body));
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
			fail(ex);
		}
		else if (root instanceof SSLException) {
			fail(new TransportException("No TLS with " + this.destination.authority() + ": " + root.getMessage(),
					ioException(root)));
		}
		else if (root instanceof ConnectException) {
			// What a proxy refuses, too.
			unreachable(root);
		}
		else {
			fail(new TransportException(
					"The handshake with " + this.destination.authority() + " failed: " + root.getMessage(),
					ioException(root)));
		}
	}

	private void fail(AeroSocketException cause) {
		this.result.completeExceptionally(cause);
	}

	private void clear() {
		stopTimer();
		if (this.channel != null) {
			this.channel.close();
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
