package io.aerosocket.internal.transport;

import io.netty.channel.EventLoopGroup;
import org.jspecify.annotations.Nullable;

import io.aerosocket.Transport;

/**
 * Which transports this machine has.
 */
interface Platform {

	/**
	 * Returns what a transport is missing here.
	 * @param transport the transport, not {@link Transport#AUTO}
	 * @return what is missing and what to add, on one line; {@code null} if it is present
	 */
	@Nullable String missing(Transport transport);

	/**
	 * Starts event loops.
	 * @param transport a transport that misses nothing
	 * @param threads how many, 1 or more
	 * @param daemons whether they let the application end
	 * @return the event loops
	 * @throws RuntimeException if the kernel refuses, for example for want of memory that
	 * may be locked
	 */
	EventLoopGroup open(Transport transport, int threads, boolean daemons);

}
