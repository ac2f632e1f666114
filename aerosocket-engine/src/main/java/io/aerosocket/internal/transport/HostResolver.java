package io.aerosocket.internal.transport;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.netty.util.NetUtil;
import io.netty.util.concurrent.DefaultThreadFactory;

/**
 * Finds the addresses of a host the way the operating system does, which blocks, on
 * threads of its own. Safe for any thread.
 */
public final class HostResolver {

	private static final int THREADS = 4;

	private static final int IDLE_SECONDS = 10;

	private final ThreadPoolExecutor threads = new ThreadPoolExecutor(THREADS, THREADS, IDLE_SECONDS, TimeUnit.SECONDS,
			new LinkedBlockingQueue<>(), new DefaultThreadFactory("aerosocket-resolver", true));

	/**
	 * Creates a resolver. Its threads end when there is nothing to do.
	 */
	public HostResolver() {
		this.threads.allowCoreThreadTimeOut(true);
	}

	/**
	 * Finds addresses.
	 * @param host a name, or an address, which is not looked up
	 * @return at least one address in the order of preference, or the
	 * {@link UnknownHostException}
	 */
	public CompletableFuture<List<InetAddress>> resolve(String host) {
		if (NetUtil.isValidIpV4Address(host) || host.indexOf(':') >= 0) {
			return lookUp(host);
		}
		try {
			return CompletableFuture.supplyAsync(() -> lookUp(host).join(), this.threads);
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

	private static CompletableFuture<List<InetAddress>> lookUp(String host) {
		try {
			return CompletableFuture.completedFuture(List.of(InetAddress.getAllByName(host)));
		}
		catch (UnknownHostException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

}
