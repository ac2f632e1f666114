package io.aerosocket.spring.boot.autoconfigure;

import java.util.List;

import org.springframework.boot.context.properties.bind.DefaultValue;

import io.aerosocket.server.AddressRange;
import io.aerosocket.server.ForwardedHeader;
import io.aerosocket.server.ProxyOptions;
import io.aerosocket.server.ProxyProtocol;

/**
 * Which proxies are believed, below {@code aerosocket.server.forwarded}.
 *
 * @param header Request header by which a trusted proxy says for whom it asks.
 * @param trustedProxies Addresses of the proxies that are believed, such as '10.0.0.1' or
 * '10.0.0.0/8', also when they speak the PROXY protocol.
 */
public record ForwardedProperties(@DefaultValue("none") ForwardedHeader header,
		@DefaultValue List<String> trustedProxies) {

	ProxyOptions options(ProxyProtocol protocol) {
		return new ProxyOptions(this.trustedProxies.stream().map(AddressRange::parse).toList(), this.header, protocol);
	}

}
