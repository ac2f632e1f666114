package io.aerosocket.server;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.security.Principal;
import java.util.function.Supplier;

import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

import io.aerosocket.HandshakeDecision;
import io.aerosocket.internal.handshake.ForwardedFor;
import io.aerosocket.internal.handshake.OpeningHandshake;
import io.aerosocket.internal.handshake.RequestHead;
import io.aerosocket.internal.transport.UpgradeRequest;

/**
 * Whether one more request from an address, or of a user, may become a connection. What
 * is let in counts until its socket has ended. Safe for any thread.
 */
final class Admission {

	/**
	 * Sockets beyond the limit of an address that may wait for a 429, or send their
	 * request.
	 */
	private static final int WAITING_ROOM = 16;

	private final Tally<Object> sockets = new Tally<>();

	private final Tally<Object> addresses = new Tally<>();

	private final Tally<String> users = new Tally<>();

	private final Supplier<ServerOptions> options;

	Admission(Supplier<ServerOptions> options) {
		this.options = options;
	}

	/**
	 * Looks at a socket that was accepted: one address is not to have so many that they
	 * keep others out without ever sending a request.
	 * @param channel the socket, which counts until it has ended unless a proxy made it
	 * @return whether it may go on
	 */
	boolean takesSocket(Channel channel) {
		AdmissionOptions current = this.options.get().admission();
		Object network = (current.maxPerAddress() > 0 && !current.proxies().trusts(channel.remoteAddress()))
				? network(channel.remoteAddress()) : null;
		if (network == null) {
			return true;
		}
		if (!this.sockets.add(network,
				(int) Math.min(Integer.MAX_VALUE, (long) current.maxPerAddress() + WAITING_ROOM))) {
			return false;
		}
		channel.closeFuture().addListener((closed) -> this.sockets.remove(network));
		return true;
	}

	/**
	 * Finds out who asks.
	 * @param head the request
	 * @param direct who connected
	 * @return the peer, which is another one if that is a trusted proxy
	 */
	OpeningHandshake.Peer identify(RequestHead head, OpeningHandshake.Peer direct) {
		ProxyOptions proxies = this.options.get().admission().proxies();
		if (proxies.header() == ForwardedHeader.NONE || !proxies.trusts(direct.remoteAddress())) {
			return direct;
		}
		InetSocketAddress address = (InetSocketAddress) direct.remoteAddress();
		ForwardedFor reader = new ForwardedFor(proxies::trusts);
		return direct
			.at((proxies.header() == ForwardedHeader.FORWARDED) ? reader.forwarded(head.all("Forwarded"), address)
					: reader.xForwardedFor(head.all("X-Forwarded-For"), address));
	}

	/**
	 * Lets a request in by its address.
	 * @param request the request
	 * @return the refusal if there are too many from there, otherwise {@code null}
	 */
	HandshakeDecision.@Nullable Refuse byAddress(UpgradeRequest request) {
		int limit = this.options.get().admission().maxPerAddress();
		Object network = (limit > 0) ? network(request.peer().remoteAddress()) : null;
		return (network != null && isTooMuch(this.addresses, network, limit, request))
				? new HandshakeDecision.Refuse(429, "Too many connections from this address", RetryAfter.soon()) : null;
	}

	/**
	 * Lets a request in by its user.
	 * @param request the request
	 * @param user who it is, or {@code null} if that is not known
	 * @return the refusal if the user has too many, otherwise {@code null}
	 */
	HandshakeDecision.@Nullable Refuse byUser(UpgradeRequest request, @Nullable Principal user) {
		int limit = this.options.get().admission().maxPerUser();
		String name = (limit > 0 && user != null) ? user.getName() : null;
		return (name != null && isTooMuch(this.users, name, limit, request))
				? new HandshakeDecision.Refuse(429, "Too many connections of this user", RetryAfter.soon()) : null;
	}

	/**
	 * Returns how many addresses and users are being counted.
	 * @return the number
	 */
	int size() {
		return this.sockets.size() + this.addresses.size() + this.users.size();
	}

	private static <K> boolean isTooMuch(Tally<K> tally, K key, int limit, UpgradeRequest request) {
		if (!tally.add(key, limit)) {
			return true;
		}
		request.whenEnded(() -> tally.remove(key));
		return false;
	}

	// The address itself, or the first half of one of IPv6; nothing for addresses that
	// are none of IP.
	static @Nullable Object network(SocketAddress address) {
		InetAddress ip = (address instanceof InetSocketAddress inet) ? inet.getAddress() : null;
		return (ip instanceof Inet6Address) ? (Object) ByteBuffer.wrap(ip.getAddress()).getLong() : ip;
	}

}
