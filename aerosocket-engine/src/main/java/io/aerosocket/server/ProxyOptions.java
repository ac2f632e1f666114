package io.aerosocket.server;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;

/**
 * Which proxies are believed when they say for whom they connect, and how they say it,
 * checked once and then immutable. Whatever others say of themselves is not believed.
 *
 * @param trusted the addresses of the proxies
 * @param header the request field they use
 * @param protocol whether they speak the PROXY protocol
 */
public record ProxyOptions(List<AddressRange> trusted, ForwardedHeader header, ProxyProtocol protocol) {

	/** No proxies: the peer is who connects. */
	public static final ProxyOptions NONE = new ProxyOptions(List.of(), ForwardedHeader.NONE, ProxyProtocol.OFF);

	public ProxyOptions {
		trusted = List.copyOf(trusted);
		if (trusted.isEmpty() && (header != ForwardedHeader.NONE || protocol != ProxyProtocol.OFF)) {
			throw new IllegalArgumentException("trusted proxies: none (expected: their addresses, with the header "
					+ header + " and the PROXY protocol " + protocol + ")");
		}
	}

	/**
	 * Sets whom to believe, and what.
	 * @param header the request field that says for whom a proxy asks; the rightmost
	 * address in it that is not a trusted proxy's is the peer's
	 * @param proxies the addresses of the proxies
	 * @return new options
	 */
	public ProxyOptions withHeader(ForwardedHeader header, AddressRange... proxies) {
		return new ProxyOptions(List.of(proxies), header, this.protocol);
	}

	/**
	 * Sets whether connections begin with a header of the PROXY protocol.
	 * @param protocol whether they may or have to
	 * @param proxies the addresses of the proxies
	 * @return new options
	 */
	public ProxyOptions withProtocol(ProxyProtocol protocol, AddressRange... proxies) {
		return new ProxyOptions(List.of(proxies), this.header, protocol);
	}

	boolean trusts(SocketAddress address) {
		return address instanceof InetSocketAddress inet && inet.getAddress() != null && trusts(inet.getAddress());
	}

	boolean trusts(InetAddress address) {
		for (AddressRange range : this.trusted) {
			if (range.contains(address)) {
				return true;
			}
		}
		return false;
	}

}
