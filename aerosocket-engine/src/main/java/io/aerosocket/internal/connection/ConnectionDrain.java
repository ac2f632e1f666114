package io.aerosocket.internal.connection;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

import io.netty.util.concurrent.GlobalEventExecutor;

/**
 * Ends all connections of a registry without dropping a message: they are told in
 * batches, over a window, and what is left after the grace period is cut.
 * <p>
 * Confined to Netty's global event executor, except where a method says otherwise.
 */
public final class ConnectionDrain {

	private static final int POLL_MILLIS = 10;

	/** Who came after the list was made is looked for in every so many polls. */
	private static final int LATECOMERS_EVERY = 50;

	/** Time for cut connections to tell their handlers so. */
	private static final Duration AFTERMATH = Duration.ofSeconds(1);

	private final ConnectionRegistry registry;

	private final DrainPlan plan;

	private final IntConsumer batches;

	private final CompletableFuture<Integer> done = new CompletableFuture<>();

	private List<WebSocketConnection> untold = List.of();

	private int told;

	private int polls;

	private long deadline;

	private long gapNanos;

	private long firstBatch;

	private boolean hurried;

	private ConnectionDrain(ConnectionRegistry registry, DrainPlan plan, Duration grace, IntConsumer batches) {
		this.registry = registry;
		this.plan = plan;
		this.batches = batches;
		this.deadline = System.nanoTime() + grace.toNanos();
	}

	/**
	 * Begins. Safe for any thread.
	 * @param registry the connections
	 * @param plan how they are told
	 * @param grace how long they have, zero to cut them at once
	 * @return the drain
	 */
	public static ConnectionDrain begin(ConnectionRegistry registry, DrainPlan plan, Duration grace) {
		return begin(registry, plan, grace, (told) -> {
		});
	}

	/**
	 * Begins. Safe for any thread.
	 * @param registry the connections
	 * @param plan how they are told
	 * @param grace how long they have, zero to cut them at once
	 * @param batches hears of each batch how many connections it told
	 * @return the drain
	 */
	public static ConnectionDrain begin(ConnectionRegistry registry, DrainPlan plan, Duration grace,
			IntConsumer batches) {
		ConnectionDrain drain = new ConnectionDrain(registry, plan, grace, batches);
		GlobalEventExecutor.INSTANCE.execute(() -> drain.start(grace));
		return drain;
	}

	/**
	 * Tells all that are left at once. Safe for any thread.
	 * @param grace how long they have from now on, unless their time is up before
	 */
	public void hurry(Duration grace) {
		GlobalEventExecutor.INSTANCE.execute(() -> {
			this.hurried = true;
			long sooner = System.nanoTime() + grace.toNanos();
			this.deadline = (sooner - this.deadline < 0) ? sooner : this.deadline;
			tellBatches();
			// Those too whose time within their batch has not come.
			this.registry.undrained().forEach(this::tell);
		});
	}

	/**
	 * Returns its end.
	 * @return completes with the number of connections that had to be cut
	 */
	public CompletableFuture<Integer> done() {
		return this.done;
	}

	private void start(Duration grace) {
		if (!grace.isZero()) {
			this.untold = this.registry.undrained();
			// Or whoever connected first would always be told first.
			Collections.shuffle(this.untold);
			// Half of the grace period is for the answers of those that are told last.
			this.gapNanos = this.plan.gapNanos(this.untold.size(), grace.dividedBy(2));
			this.firstBatch = System.nanoTime();
			tellBatches();
		}
		awaitConnections();
	}

	private void tellBatches() {
		while (this.told < this.untold.size()) {
			long batch = this.told / this.plan.batchSize();
			long wait = this.firstBatch + batch * this.gapNanos - System.nanoTime();
			if (wait > 0 && !this.hurried) {
				GlobalEventExecutor.INSTANCE.schedule(this::tellBatches, wait, TimeUnit.NANOSECONDS);
				return;
			}
			int before = this.told;
			for (int left = this.plan.batchSize(); left > 0 && this.told < this.untold.size(); left--) {
				tell(this.untold.get(this.told++));
			}
			this.batches.accept(this.told - before);
		}
		this.untold = new ArrayList<>();
		this.told = 0;
	}

	private void tell(WebSocketConnection connection) {
		connection.group()
			.executeAfter(this.hurried ? 0 : this.plan.delayNanos(this.gapNanos),
					() -> connection.drain(this.plan.goodbye()));
	}

	private void awaitConnections() {
		if (this.registry.unfinished() == 0) {
			this.done.complete(0);
		}
		else if (System.nanoTime() - this.deadline >= 0) {
			awaitAftermath(this.registry.cutAll(), System.nanoTime() + AFTERMATH.toNanos());
		}
		else {
			if (this.untold.isEmpty() && ++this.polls % LATECOMERS_EVERY == 0) {
				this.registry.undrained().forEach(this::tell);
			}
			later(this::awaitConnections);
		}
	}

	private void awaitAftermath(int cut, long end) {
		if (this.registry.unfinished() == 0 || System.nanoTime() - end >= 0) {
			this.done.complete(cut);
		}
		else {
			later(() -> awaitAftermath(cut, end));
		}
	}

	private static void later(Runnable action) {
		GlobalEventExecutor.INSTANCE.schedule(action, POLL_MILLIS, TimeUnit.MILLISECONDS);
	}

}
