package io.aerosocket.internal.connection;

import java.util.ArrayList;
import java.util.List;

import io.aerosocket.CloseReason;
import io.aerosocket.Connection;
import io.aerosocket.telemetry.DropReason;
import io.aerosocket.telemetry.EngineListener;

/**
 * Writes down what the engine tells.
 */
final class RecordingListener implements EngineListener {

	private final List<String> events = new ArrayList<>();

	private int handled;

	@Override
	public void opened(Connection connection) {
		this.events.add("opened");
	}

	@Override
	public void closed(Connection connection, CloseReason reason) {
		this.events.add("closed " + reason.code());
	}

	@Override
	public void dropped(Connection connection, DropReason reason, int messages, long bytes) {
		this.events.add("dropped " + reason + " " + messages + " of " + bytes);
	}

	@Override
	public void handled(Connection connection, long nanos, boolean failed) {
		this.handled++;
	}

	@Override
	public void failed(Connection connection, Throwable error) {
		this.events.add("failed " + error.getClass().getSimpleName());
	}

	List<String> events() {
		return this.events;
	}

	int handled() {
		return this.handled;
	}

}
