package io.aerosocket.client;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.netty.resolver.AddressResolver;
import io.netty.resolver.AddressResolverGroup;
import io.netty.resolver.InetNameResolver;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Promise;

/**
 * Knows names that nobody else does, and can be slow about it.
 */
final class Names extends AddressResolverGroup<InetSocketAddress> {

	private final Map<String, List<InetAddress>> addresses = new ConcurrentHashMap<>();

	private volatile Runnable before = () -> {
	};

	static Names of(String name, String... addresses) {
		Names names = new Names();
		names.addresses.put(name, Arrays.stream(addresses).map(Names::address).toList());
		return names;
	}

	/**
	 * Has something done by the thread that looks a name up.
	 * @param before what to do
	 * @return these names
	 */
	Names after(Runnable before) {
		this.before = before;
		return this;
	}

	static InetAddress address(String address) {
		try {
			return InetAddress.getByName(address);
		}
		catch (UnknownHostException ex) {
			throw new IllegalArgumentException(ex);
		}
	}

	@Override
	protected AddressResolver<InetSocketAddress> newResolver(EventExecutor executor) {
		return new Resolver(executor).asAddressResolver();
	}

	/** For one event loop. */
	private final class Resolver extends InetNameResolver {

		Resolver(EventExecutor executor) {
			super(executor);
		}

		@Override
		protected void doResolve(String name, Promise<InetAddress> promise) {
			promise.setFailure(new UnsupportedOperationException("one address is not enough"));
		}

		@Override
		protected void doResolveAll(String name, Promise<List<InetAddress>> promise) {
			Names.this.before.run();
			List<InetAddress> known = Names.this.addresses.get(name);
			if (known != null) {
				promise.setSuccess(known);
			}
			else {
				promise.setFailure(new UnknownHostException(name));
			}
		}

	}

}
