package io.aerosocket.spring.handler;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts the messages that no method could take. Safe for any thread.
 */
public final class MessageFaults {

	private final Map<FaultReason, LongAdder> counts = new EnumMap<>(FaultReason.class);

	MessageFaults() {
		for (FaultReason reason : FaultReason.values()) {
			this.counts.put(reason, new LongAdder());
		}
	}

	/**
	 * Returns how many there were so far.
	 * @param reason why
	 * @return a number of messages, whatever they were answered
	 */
	public long count(FaultReason reason) {
		LongAdder count = this.counts.get(reason);
		return (count != null) ? count.sum() : 0;
	}

	void add(FaultReason reason) {
		LongAdder count = this.counts.get(reason);
		if (count != null) {
			count.increment();
		}
	}

}
