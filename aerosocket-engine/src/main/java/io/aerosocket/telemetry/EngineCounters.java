package io.aerosocket.telemetry;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToLongFunction;

/**
 * Everything an engine counts. What happens for every message is counted by the
 * {@link LoopCounters} of its event loop, the rest here. Safe for any thread.
 */
public final class EngineCounters {

	private final List<LoopCounters> loops = new CopyOnWriteArrayList<>();

	private final Map<RefusalReason, LongAdder> refusals = adders(RefusalReason.class);

	private final Map<DropReason, LongAdder> drops = adders(DropReason.class);

	private final Map<Integer, LongAdder> closes = new ConcurrentHashMap<>();

	private final LongAdder handlerErrors = new LongAdder();

	private final LongAdder blockedLoops = new LongAdder();

	private final FlowCounters flow = new FlowCounters();

	private final AdmissionCounters admission = new AdmissionCounters();

	private final ConnectCounters connects = new ConnectCounters();

	/**
	 * Adds an event loop.
	 * @return the counters that it alone writes
	 */
	public LoopCounters addLoop() {
		LoopCounters loop = new LoopCounters();
		this.loops.add(loop);
		return loop;
	}

	/**
	 * Counts a handshake that was refused.
	 * @param reason why
	 */
	public void refused(RefusalReason reason) {
		increment(this.refusals, reason, 1);
	}

	/**
	 * Counts messages that were given up.
	 * @param reason why
	 * @param messages how many
	 */
	public void dropped(DropReason reason, int messages) {
		increment(this.drops, reason, messages);
	}

	/**
	 * Counts a connection that has ended.
	 * @param closeCode its close code
	 */
	public void closed(int closeCode) {
		this.closes.computeIfAbsent(closeCode, (code) -> new LongAdder()).increment();
	}

	/**
	 * Counts an error that a handler left to the failure policy.
	 */
	public void handlerFailed() {
		this.handlerErrors.increment();
	}

	/**
	 * Counts a time that an event loop was blocked.
	 */
	public void loopBlocked() {
		this.blockedLoops.increment();
	}

	/**
	 * Returns what counts the effects of limits.
	 * @return the counters
	 */
	public FlowCounters flow() {
		return this.flow;
	}

	/**
	 * Returns what counts those who connect.
	 * @return the counters
	 */
	public AdmissionCounters admission() {
		return this.admission;
	}

	/**
	 * Returns what counts a client's attempts to connect.
	 * @return the counters
	 */
	public ConnectCounters connects() {
		return this.connects;
	}

	/**
	 * Reads all counters.
	 * @param handshaking sockets now that have not finished their handshake
	 * @param queuedBytes bytes now that wait to be written
	 * @return their values
	 */
	public EngineSnapshot snapshot(long handshaking, long queuedBytes) {
		long closed = sum(LoopCounters::closed);
		long opened = sum(LoopCounters::opened);
		Map<Integer, Long> byCode = new TreeMap<>();
		this.closes.forEach((code, count) -> byCode.put(code, count.sum()));
		return new EngineSnapshot(opened - closed, opened, handshaking, sum(LoopCounters::messagesReceived),
				sum(LoopCounters::messagesSent), sum(LoopCounters::bytesReceived), sum(LoopCounters::bytesSent),
				queuedBytes, sum(LoopCounters::pausedReads), sums(RefusalReason.class, this.refusals),
				sums(DropReason.class, this.drops), byCode, this.handlerErrors.sum(), this.blockedLoops.sum(),
				this.loops.stream()
					.map(LoopCounters::compression)
					.reduce(CompressionTotals.NONE, CompressionTotals::plus),
				this.flow.totals(), this.admission.totals(), this.connects.totals());
	}

	/**
	 * Returns how the connections are spread.
	 * @return how many each event loop has, in the order they were added
	 */
	public List<Long> openByLoop() {
		return this.loops.stream().map(LoopCounters::openConnections).toList();
	}

	private long sum(ToLongFunction<LoopCounters> counter) {
		return this.loops.stream().mapToLong(counter).sum();
	}

	private static <K extends Enum<K>> Map<K, LongAdder> adders(Class<K> type) {
		Map<K, LongAdder> adders = new EnumMap<>(type);
		for (K key : type.getEnumConstants()) {
			adders.put(key, new LongAdder());
		}
		return adders;
	}

	private static <K extends Enum<K>> void increment(Map<K, LongAdder> adders, K key, int amount) {
		LongAdder adder = adders.get(key);
		if (adder != null) {
			adder.add(amount);
		}
	}

	private static <K extends Enum<K>> Map<K, Long> sums(Class<K> type, Map<K, LongAdder> adders) {
		Map<K, Long> sums = new EnumMap<>(type);
		adders.forEach((key, adder) -> sums.put(key, adder.sum()));
		return sums;
	}

}
