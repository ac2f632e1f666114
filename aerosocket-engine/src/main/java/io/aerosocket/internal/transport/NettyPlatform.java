package io.aerosocket.internal.transport;

import java.util.Locale;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.kqueue.KQueue;
import io.netty.channel.kqueue.KQueueIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.uring.IoUring;
import io.netty.util.concurrent.EventExecutor;
import org.jspecify.annotations.Nullable;

import io.aerosocket.Transport;

/**
 * The transports that Netty finds on this machine.
 */
final class NettyPlatform implements Platform {

	@Override
	public @Nullable String missing(Transport transport) {
		return switch (transport) {
			case IO_URING -> IoUring.isAvailable() ? IoUringRing.missing()
					: missing("linux", "io_uring", IoUring.unavailabilityCause());
			case EPOLL -> Epoll.isAvailable() ? null : missing("linux", "epoll", Epoll.unavailabilityCause());
			case KQUEUE -> KQueue.isAvailable() ? null : missing("osx", "kqueue", KQueue.unavailabilityCause());
			case CUSTOM ->
				"custom stands for channels of the application's own, which come from ServerOptions.channels()";
			case AUTO, NIO -> null;
		};
	}

	@Override
	public EventLoopGroup open(Transport transport, int threads, boolean daemons) {
		EventLoopGroup group = new BalancedEventLoopGroup(threads, daemons, factory(transport));
		try {
			// A ring is only set up for good by its own thread, and may be refused there.
			for (EventExecutor loop : group) {
				loop.submit(() -> {
				}).syncUninterruptibly();
			}
		}
		catch (RuntimeException ex) {
			group.shutdownGracefully();
			throw ex;
		}
		return group;
	}

	private static IoHandlerFactory factory(Transport transport) {
		return switch (transport) {
			case IO_URING -> IoUringRing.newFactory();
			case EPOLL -> EpollIoHandler.newFactory();
			case KQUEUE -> KQueueIoHandler.newFactory();
			case AUTO, NIO, CUSTOM -> NioIoHandler.newFactory();
		};
	}

	/**
	 * Says why a native transport is not available.
	 * @param system the operating system it needs, as Netty spells it
	 * @param name its name, as it stands in the names of Netty's artifacts
	 * @param cause what Netty says
	 * @return what is missing and what to add
	 */
	static String missing(String system, String name, @Nullable Throwable cause) {
		if (!system().equals(system)) {
			return name + " needs " + (system.equals("linux") ? "Linux" : "macOS");
		}
		for (Throwable error = cause; error != null; error = error.getCause()) {
			if (error instanceof UnsatisfiedLinkError) {
				return name + " needs io.netty:netty-transport-native-" + name + " with the classifier " + system + "-"
						+ architecture() + " on the class path";
			}
		}
		return name + " is refused here: " + root(cause);
	}

	private static String root(@Nullable Throwable cause) {
		Throwable root = cause;
		while (root != null && root.getCause() != null) {
			root = root.getCause();
		}
		return (root != null) ? String.valueOf(root.getMessage()) : "unknown reason";
	}

	/**
	 * Returns this operating system as Netty spells it in its classifiers.
	 * @return {@code linux} or {@code osx}, for others whatever they call themselves
	 */
	static String system() {
		String name = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
		return name.startsWith("mac") ? "osx" : name;
	}

	/**
	 * Returns this processor as Netty spells it in its classifiers.
	 * @return {@code x86_64} or {@code aarch_64}, for others whatever they call
	 * themselves
	 */
	static String architecture() {
		String name = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
		return switch (name) {
			case "amd64" -> "x86_64";
			case "aarch64", "arm64" -> "aarch_64";
			default -> name;
		};
	}

}
