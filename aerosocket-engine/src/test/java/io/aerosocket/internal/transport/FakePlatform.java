package io.aerosocket.internal.transport;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioIoHandler;

import io.aerosocket.Transport;

/**
 * A machine that lacks what a test says. Its event loops are all the JDK's.
 */
final class FakePlatform implements Platform {

	private final Map<Transport, String> missing = new EnumMap<>(Transport.class);

	private final Map<Transport, String> refused = new EnumMap<>(Transport.class);

	private final List<Transport> opened = new ArrayList<>();

	FakePlatform missing(Transport transport, String reason) {
		this.missing.put(transport, reason);
		return this;
	}

	FakePlatform refusing(Transport transport, String reason) {
		this.refused.put(transport, reason);
		return this;
	}

	List<Transport> opened() {
		return this.opened;
	}

	@Override
	public String missing(Transport transport) {
		return this.missing.get(transport);
	}

	@Override
	public EventLoopGroup open(Transport transport, int threads, boolean daemons) {
		this.opened.add(transport);
		String reason = this.refused.get(transport);
		if (reason != null) {
			throw new IllegalStateException(reason);
		}
		return new BalancedEventLoopGroup(threads, daemons, NioIoHandler.newFactory());
	}

}
