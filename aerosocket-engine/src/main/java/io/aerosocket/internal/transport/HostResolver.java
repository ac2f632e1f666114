package io.aerosocket.internal.transport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.netty.channel.EventLoop;
import io.netty.resolver.AddressResolverGroup;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Finds the addresses of a host, the way the operating system does unless there is
 * another one, on threads of its own, because that may block. Safe for any thread.
 */
public final class HostResolver {

	private static final int THREADS = 4;

	private static final int IDLE_SECONDS = 10;

	private final ThreadPoolExecutor threads = new ThreadPoolExecutor(THREADS, THREADS, IDLE_SECONDS, TimeUnit.SECONDS,
			new LinkedBlockingQueue<>(), new DefaultThreadFactory("aerosocket-resolver", true));

	private final @Nullable AddressResolverGroup<InetSocketAddress> group;

	/**
	 * Creates a resolver. Its threads end when there is nothing to do.
	 * @param group who finds addresses, or {@code null} for the operating system
	 */
	public HostResolver(@Nullable AddressResolverGroup<InetSocketAddress> group) {
		this.group = group;
		this.threads.allowCoreThreadTimeOut(true);
	}

	/**
	 * Finds addresses.
	 * @param address a name, or an address, which is not looked up
	 * @param loop the event loop that they are for
	 * @return at least one address in the order of preference, or the
	 * {@link UnknownHostException}
	 */
	public CompletableFuture<List<InetAddress>> resolve(InetSocketAddress address, EventLoop loop) {
		String host = address.getHostString();
		if (NetUtil.isValidIpV4Address(host) || host.indexOf(':') >= 0) {
			CompletableFuture<List<InetAddress>> found = new CompletableFuture<>();
			lookUp(host, found);
			return found;
		}
		try {
			AddressResolverGroup<InetSocketAddress> other = this.group;
			CompletableFuture<List<InetAddress>> found = new CompletableFuture<>();
			this.threads.execute(() -> {
				if (other != null) {
					lookUp(address, other, loop, found);
				}
				else {
					lookUp(host, found);
				}
			});
			return found;
		}
		catch (RejectedExecutionException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	/**
	 * Does something else that takes a while.
	 * @param action what to do
	 * @return completes when it is done
	 */
	public CompletableFuture<Void> run(Runnable action) {
		try {
			return CompletableFuture.runAsync(action, this.threads);
		}
		catch (RejectedExecutionException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	/**
	 * Looks nothing up any more.
	 */
	public void close() {
		this.threads.shutdownNow();
	}

	/**
	 * Returns what is behind the exceptions of stages.
	 * @param error the error of a stage
	 * @return its cause
	 */
	public static Throwable cause(Throwable error) {
		Throwable cause = error;
		while (cause instanceof CompletionException && cause.getCause() != null) {
			cause = cause.getCause();
		}
		return cause;
	}

	private static void lookUp(String host, CompletableFuture<List<InetAddress>> found) {
		try {
			found.complete(List.of(InetAddress.getAllByName(host)));
		}
		catch (UnknownHostException ex) {
			found.completeExceptionally(ex);
		}
	}

	private static void lookUp(InetSocketAddress address, AddressResolverGroup<InetSocketAddress> group, EventLoop loop,
			CompletableFuture<List<InetAddress>> found) {
		try {
			group.getResolver(loop).resolveAll(address).addListener((Future<List<InetSocketAddress>> resolved) -> {
				if (!resolved.isSuccess()) {
					found.completeExceptionally(resolved.cause());
					return;
				}
				List<InetAddress> addresses = resolved.getNow().stream().map(InetSocketAddress::getAddress).toList();
				if (addresses.isEmpty()) {
					found.completeExceptionally(new UnknownHostException(address.getHostString() + " has no address"));
				}
				else {
					found.complete(addresses);
				}
			});
		}
		catch (Throwable ex) {
			found.completeExceptionally(ex);
		}
	}

}
