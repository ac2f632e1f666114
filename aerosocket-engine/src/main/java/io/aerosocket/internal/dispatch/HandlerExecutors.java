package io.aerosocket.internal.dispatch;

import java.lang.reflect.Method;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.FastThreadLocalThread;
import org.jspecify.annotations.Nullable;

import io.aerosocket.Execution;

/**
 * The threads for handlers that may block, started when the first such handler is added.
 */
public final class HandlerExecutors {

	private int workerThreads;

	private @Nullable ThreadPoolExecutor workers;

	private @Nullable ThreadPoolExecutor readers;

	private @Nullable ExecutorService virtualThreads;

	private boolean shutDown;

	/**
	 * Creates the executors.
	 * @param workerThreads the most worker threads
	 */
	public HandlerExecutors(int workerThreads) {
		this.workerThreads = workerThreads;
	}

	/**
	 * Returns the executor for an execution other than the event loop's.
	 * @param execution which one
	 * @return the executor
	 * @throws IllegalArgumentException for virtual threads on a runtime without them
	 */
	Executor executor(Execution execution) {
		return switch (execution) {
			case WORKER -> workers();
			case VIRTUAL_THREAD -> virtualThreads();
			case EVENT_LOOP -> throw new IllegalArgumentException("execution: EVENT_LOOP (expected: another)");
		};
	}

	/**
	 * Returns threads to read from what may block. Handlers have others, so that they may
	 * wait for what is read.
	 * @return an executor, whose threads are started when they are needed; as many as
	 * there are worker threads
	 */
	public Executor reading() {
		return (task) -> readers().execute(task);
	}

	/**
	 * Returns the worker threads.
	 * @return an executor, whose threads are started when they are needed
	 */
	public Executor working() {
		return (task) -> workers().execute(task);
	}

	/**
	 * Changes how many threads there may be. Those that are too many end with their call.
	 * @param most the most worker threads
	 */
	public synchronized void resize(int most) {
		this.workerThreads = most;
		resize(this.workers, most);
		resize(this.readers, most);
	}

	private static void resize(@Nullable ThreadPoolExecutor threads, int most) {
		if (threads != null && threads.getMaximumPoolSize() < most) {
			threads.setMaximumPoolSize(most);
			threads.setCorePoolSize(most);
		}
		else if (threads != null) {
			threads.setCorePoolSize(most);
			threads.setMaximumPoolSize(most);
		}
	}

	/**
	 * Lets running calls finish and takes no more.
	 */
	public synchronized void shutdown() {
		this.shutDown = true;
		if (this.readers != null) {
			this.readers.shutdown();
		}
		if (this.workers != null) {
			this.workers.shutdown();
		}
		if (this.virtualThreads != null) {
			this.virtualThreads.shutdown();
		}
	}

	private synchronized Executor workers() {
		if (this.workers == null) {
			this.workers = newThreads("aerosocket-worker");
		}
		return this.workers;
	}

	private synchronized Executor readers() {
		if (this.readers == null) {
			this.readers = newThreads("aerosocket-reader");
		}
		return this.readers;
	}

	private ThreadPoolExecutor newThreads(String name) {
		if (this.shutDown) {
			throw new RejectedExecutionException("The server has stopped");
		}
		// The queue needs no bound of its own: a connection has one call at a time.
		ThreadPoolExecutor threads = new ThreadPoolExecutor(this.workerThreads, this.workerThreads, 60,
				TimeUnit.SECONDS, new LinkedBlockingQueue<>(), new BlockingThreads(name));
		threads.allowCoreThreadTimeOut(true);
		return threads;
	}

	private Executor virtualThreads() {
		if (this.virtualThreads == null) {
			this.virtualThreads = newVirtualThreads();
		}
		return this.virtualThreads;
	}

	// By reflection, because the code runs on Java 17 as well.
	private static ExecutorService newVirtualThreads() {
		try {
			Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
			Class<?> type = Class.forName("java.lang.Thread$Builder");
			Object named = type.getMethod("name", String.class, long.class).invoke(builder, "aerosocket-virtual-", 1L);
			ThreadFactory factory = (ThreadFactory) type.getMethod("factory").invoke(named);
			Method executor = Executors.class.getMethod("newThreadPerTaskExecutor", ThreadFactory.class);
			return (ExecutorService) executor.invoke(null, factory);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalArgumentException("execution: VIRTUAL_THREAD on Java " + Runtime.version().feature()
					+ " (expected: Java 21 or later)", ex);
		}
	}

	/**
	 * Makes threads that may block, and say so to those who ask.
	 */
	private static final class BlockingThreads extends DefaultThreadFactory {

		BlockingThreads(String name) {
			super(name, true);
		}

		@Override
		protected Thread newThread(Runnable runnable, String name) {
			return new FastThreadLocalThread(this.threadGroup, runnable, name) {

				@Override
				public boolean permitBlockingCalls() {
					return true;
				}

			};
		}

	}

}
