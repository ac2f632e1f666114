package io.aerosocket.server;

import java.util.IdentityHashMap;
import java.util.function.Supplier;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Ticker;
import org.jspecify.annotations.Nullable;

import io.aerosocket.internal.transport.ConnectionGate;
import io.aerosocket.internal.transport.HandshakeDeadlines;
import io.aerosocket.internal.transport.Http1Transport;
import io.aerosocket.internal.transport.ProxyHeaderReader;
import io.aerosocket.internal.transport.ProxyHeaderReader.Expectation;
import io.aerosocket.internal.transport.RequestHandler;
import io.aerosocket.internal.transport.TlsHandshakeGuard;
import io.aerosocket.telemetry.TimingListener;

/**
 * Furnishes accepted sockets: TLS if there is any, and HTTP until the handshake is done.
 */
final class ServerPipeline extends ChannelInitializer<Channel> {

	private final Supplier<ServerOptions> options;

	private final RequestHandler requests;

	private final ConnectionGate gate;

	private final @Nullable TimingListener timing;

	private final IdentityHashMap<EventLoop, HandshakeDeadlines> deadlines = new IdentityHashMap<>();

	ServerPipeline(Supplier<ServerOptions> options, Iterable<EventLoop> loops, RequestHandler requests,
			ConnectionGate gate, @Nullable TimingListener timing) {
		this.options = options;
		this.timing = timing;
		this.requests = requests;
		this.gate = gate;
		for (EventLoop loop : loops) {
			this.deadlines.put(loop, new HandshakeDeadlines(loop, () -> options.get().handshakeTimeout()));
		}
	}

	/**
	 * Ends the handshakes that are under way. Safe for any thread.
	 */
	void endHandshakes() {
		this.deadlines.values().forEach(HandshakeDeadlines::endAll);
	}

	/**
	 * Returns how many sockets have not finished their handshake.
	 * @return the number
	 */
	int handshaking() {
		return this.gate.handshaking();
	}

	@Override
	protected void initChannel(Channel channel) {
		if (!this.requests.arrived(channel)) {
			channel.close();
			return;
		}
		ServerOptions current = this.options.get();
		ProxyOptions proxies = current.admission().proxies();
		if (proxies.protocol() != ProxyProtocol.OFF) {
			readProxyHeader(channel, proxies);
		}
		SslContext sslContext = current.sslContext();
		if (sslContext != null) {
			SslHandler ssl = sslContext.newHandler(channel.alloc());
			// Our own deadline covers TLS and HTTP together.
			ssl.setHandshakeTimeoutMillis(0);
			TlsHandshakeGuard guard = new TlsHandshakeGuard(this.gate);
			channel.pipeline().addLast(guard, ssl);
			guard.leaveAfter(channel.pipeline().context(guard), ssl.handshakeFuture());
			if (this.timing != null) {
				time(ssl, channel, this.timing);
			}
		}
		HandshakeDeadlines ours = this.deadlines.get(channel.eventLoop());
		if (ours == null) {
			throw new IllegalStateException("The channel lives on an event loop of somebody else");
		}
		channel.pipeline().addLast(new Http1Transport(this.requests, this.gate, ours, current.maxHandshakeSize()));
	}

	private static void readProxyHeader(Channel channel, ProxyOptions proxies) {
		boolean required = proxies.protocol() == ProxyProtocol.REQUIRE;
		if (proxies.trusts(channel.remoteAddress())) {
			channel.pipeline().addLast(new ProxyHeaderReader(required ? Expectation.REQUIRED : Expectation.ALLOWED));
		}
		else if (required) {
			channel.pipeline().addLast(new ProxyHeaderReader(Expectation.UNTRUSTED));
		}
	}

	private static void time(SslHandler ssl, Channel channel, TimingListener timing) {
		Ticker ticker = channel.eventLoop().ticker();
		long startedAt = ticker.nanoTime();
		ssl.handshakeFuture()
			.addListener((ended) -> timing.tlsEnded(!ended.isSuccess(), ticker.nanoTime() - startedAt));
	}

}
