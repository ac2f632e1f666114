package io.aerosocket.internal.connection;

import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;

import org.jspecify.annotations.Nullable;

/**
 * Data messages that were accepted and not yet handed to the transport, bounded in bytes
 * and safe for any thread. Anyone may put a message in; only the connection's event loop
 * takes them out to write them, but anyone may take the oldest out to drop it.
 */
final class OutboundQueue {

	private static final AtomicLongFieldUpdater<OutboundQueue> BYTES = AtomicLongFieldUpdater
		.newUpdater(OutboundQueue.class, "bytes");

	private static final AtomicLongFieldUpdater<OutboundQueue> SHARED = AtomicLongFieldUpdater
		.newUpdater(OutboundQueue.class, "sharedBytes");

	private static final AtomicIntegerFieldUpdater<OutboundQueue> COUNT = AtomicIntegerFieldUpdater
		.newUpdater(OutboundQueue.class, "count");

	private static final AtomicIntegerFieldUpdater<OutboundQueue> WAKEUP = AtomicIntegerFieldUpdater
		.newUpdater(OutboundQueue.class, "wakeup");

	/**
	 * So many messages may wait for this much capacity in bytes: a message costs more
	 * than its bytes, and a peer could make us keep any number of empty ones.
	 */
	private static final int BYTES_FOR_EACH_MESSAGE = 64;

	private static final int MESSAGES_IN_ANY_CASE = 256;

	/**
	 * As much as goes into one buffer of the connection: more is not worth waiting for.
	 */
	private static final int WORTH_WRITING = Cork.CAPACITY;

	private final @Nullable QueuedMemory memory;

	/** Made when something has to wait, which on most connections nothing ever does. */
	private volatile @Nullable ConcurrentLinkedQueue<Outgoing> messages;

	/** The messages in the queue that have a conflation key. */
	private volatile @Nullable Map<Object, Latest> latest;

	private volatile @Nullable BlockedSenders blocked;

	private volatile long bytes;

	/** What of the bytes is in frames that are shared, and counted with them. */
	@SuppressWarnings("UnusedVariable") // read by its updater
	private volatile long sharedBytes;

	private volatile int count;

	@SuppressWarnings("UnusedVariable") // read by its updater
	private volatile int wakeup;

	/**
	 * Creates an empty queue.
	 * @param memory is told what waits, or {@code null} if nobody wants to know
	 */
	OutboundQueue(@Nullable QueuedMemory memory) {
		this.memory = memory;
	}

	/**
	 * Puts a message in if there is room for it. A message larger than the whole capacity
	 * has room in an empty queue. There is also a bound on the number of messages.
	 * @param message the message, which belongs to the queue when it was taken
	 * @param capacity bytes that may wait
	 * @return {@code false} if it was not taken
	 */
	boolean offer(Outgoing message, long capacity) {
		if (!reservePlace(message.wireBytes(), capacity)) {
			return false;
		}
		added(message);
		return messages().offer(message);
	}

	/**
	 * Puts a message in the place of the one with the same key, or in if there is none
	 * and there is room for it.
	 * @param key the key
	 * @param message the message, which belongs to the queue when it was taken
	 * @param capacity bytes that may wait
	 * @return what it took the place of, now the caller's; {@code null} if there was
	 * none; or the message itself if it was not taken
	 */
	@Nullable Outgoing offer(Object key, Outgoing message, long capacity) {
		Map<Object, Latest> known = latest();
		while (true) {
			Latest place = known.get(key);
			if (place == null) {
				if (!reservePlace(message.wireBytes(), capacity)) {
					return message;
				}
				place = new Latest(key, message);
				if (known.putIfAbsent(key, place) == null) {
					added(message);
					messages().add(Outgoing.of(place));
					return null;
				}
				resize(-message.wireBytes());
				continue;
			}
			Outgoing before = place.message();
			if (before == null) {
				// It is on its way out.
				known.remove(key, place);
				continue;
			}
			int more = message.wireBytes() - before.wireBytes();
			if (!reserve(more, capacity)) {
				return message;
			}
			if (place.replace(before, message)) {
				share(message, 1);
				share(before, -1);
				return before;
			}
			resize(-more);
		}
	}

	private boolean reservePlace(int size, long capacity) {
		return this.count < Math.max(MESSAGES_IN_ANY_CASE, capacity / BYTES_FOR_EACH_MESSAGE)
				&& reserve(size, capacity);
	}

	private boolean reserve(int size, long capacity) {
		long before;
		do {
			before = this.bytes;
			if (size >= 0 && before > 0 && before + size > capacity) {
				return false;
			}
		}
		while (!BYTES.compareAndSet(this, before, before + size));
		if (this.memory != null) {
			this.memory.resized(before, before + size);
		}
		return true;
	}

	private void resize(int change) {
		long after = BYTES.addAndGet(this, change);
		if (this.memory != null) {
			this.memory.resized(after - change, after);
		}
	}

	private void added(Outgoing message) {
		int before = COUNT.getAndIncrement(this);
		if (this.memory != null) {
			this.memory.recounted(before, before + 1);
		}
		share(message, 1);
	}

	private void removed(Outgoing message) {
		int before = COUNT.getAndDecrement(this);
		if (this.memory != null) {
			this.memory.recounted(before, before - 1);
		}
		share(message, -1);
		resize(-message.wireBytes());
	}

	// A frame that waits for many takes memory once, and tells of that itself.
	private void share(Outgoing message, int change) {
		SharedFrame frame = message.shared();
		if (frame == null || this.memory == null) {
			return;
		}
		long bytes = (long) change * message.wireBytes();
		long after = SHARED.addAndGet(this, bytes);
		this.memory.resized(after, after - bytes);
		if (change > 0) {
			frame.queued();
		}
		else {
			frame.unqueued();
		}
	}

	/**
	 * Takes the oldest message out.
	 * @return the message, now the caller's, or {@code null} when empty
	 */
	@Nullable Outgoing poll() {
		Queue<Outgoing> waiting = this.messages;
		Outgoing message = (waiting != null) ? waiting.poll() : null;
		if (message == null) {
			return null;
		}
		Latest place = message.latest();
		if (place != null) {
			// Only who takes the place out of the queue takes the message out of it.
			message = Objects.requireNonNull(place.take());
			latest().remove(place.key(), place);
		}
		removed(message);
		wakeBlocked();
		return message;
	}

	/**
	 * Returns where senders wait for room.
	 * @return the senders, none at first
	 */
	BlockedSenders blocked() {
		BlockedSenders known = this.blocked;
		if (known != null) {
			return known;
		}
		synchronized (this) {
			BlockedSenders made = this.blocked;
			if (made == null) {
				made = new BlockedSenders();
				this.blocked = made;
			}
			return made;
		}
	}

	/**
	 * Wakes those who wait for room, because there is some, or there never will be.
	 */
	void wakeBlocked() {
		BlockedSenders senders = this.blocked;
		if (senders != null) {
			senders.wake();
		}
	}

	boolean isEmpty() {
		Queue<Outgoing> waiting = this.messages;
		return waiting == null || waiting.isEmpty();
	}

	/**
	 * Returns whether something may be in, at the cost of one read.
	 * @return {@code false} if nothing is in; {@code true} also while a message is being
	 * put in
	 */
	boolean mayHoldSomething() {
		return this.bytes != 0;
	}

	/**
	 * Returns whether a few more messages find room whether or not it is emptied
	 * meanwhile.
	 * @param capacity bytes that may wait
	 * @return {@code false} from a quarter of the capacity on
	 */
	boolean isNearlyEmpty(long capacity) {
		return this.bytes < Math.min(WORTH_WRITING, capacity / 4) && this.count < MESSAGES_IN_ANY_CASE / 2;
	}

	long bytes() {
		return this.bytes;
	}

	/**
	 * Returns whether the event loop has to be told that something waits: one wake-up
	 * serves all who send before it gets round to it.
	 * @return {@code true} for the first who asks since {@link #awake()}
	 */
	boolean needsWakeup() {
		return WAKEUP.compareAndSet(this, 0, 1);
	}

	/**
	 * The event loop is about to look what waits.
	 */
	void awake() {
		this.wakeup = 0;
	}

	private Map<Object, Latest> latest() {
		Map<Object, Latest> known = this.latest;
		if (known != null) {
			return known;
		}
		synchronized (this) {
			Map<Object, Latest> made = this.latest;
			if (made == null) {
				made = new ConcurrentHashMap<>();
				this.latest = made;
			}
			return made;
		}
	}

	private Queue<Outgoing> messages() {
		Queue<Outgoing> known = this.messages;
		if (known != null) {
			return known;
		}
		synchronized (this) {
			ConcurrentLinkedQueue<Outgoing> made = this.messages;
			if (made == null) {
				made = new ConcurrentLinkedQueue<>();
				this.messages = made;
			}
			return made;
		}
	}

}
