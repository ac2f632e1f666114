package io.aerosocket.client;

import io.aerosocket.telemetry.EngineCounters;
import io.aerosocket.telemetry.EngineListeners;
import io.aerosocket.telemetry.FailedConnect;
import io.aerosocket.telemetry.TimingListener;

/**
 * Counts attempts to connect, and tells of them. Safe for any thread.
 *
 * @param counters count
 * @param listeners hear
 */
record ConnectReports(EngineCounters counters, EngineListeners listeners) {

	/**
	 * An attempt begins.
	 */
	void began() {
		this.counters.connects().began();
	}

	/**
	 * An attempt has succeeded, and its connection is about to be opened.
	 * @param nanos how long it took
	 */
	void opens(long nanos) {
		TimingListener timing = this.listeners.timing();
		if (timing != null) {
			timing.connectEnded(null, nanos);
		}
	}

	/**
	 * An attempt has failed.
	 * @param failed which, and why
	 */
	void failed(FailedConnect failed) {
		this.counters.connects().failed(failed.reason());
		TimingListener timing = this.listeners.timing();
		if (timing != null) {
			timing.connectEnded(failed.reason(), failed.nanos());
		}
		this.listeners.connectFailed(failed);
	}

}
