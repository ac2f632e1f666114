package io.aerosocket.internal.flight;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

import io.aerosocket.telemetry.DrainProgress;

/**
 * How far a server that stops has come: several events for each.
 */
@Name("io.aerosocket.Drain")
@Label("WebSocket Drain")
@Category("AeroSocket")
@Description("How far a server that stops has come with its connections")
@StackTrace(false)
@SuppressWarnings("UnusedVariable") // the recorder reads the fields
final class DrainEvent extends Event {

	@Label("Phase")
	@Description("BEGAN, BATCH, CONTINUES, HURRIED or ENDED")
	private @Nullable String phase;

	@Label("Connections")
	@Description("How many were open at the beginning")
	private int connections;

	@Label("Told")
	@Description("How many have been told so far to go")
	private int told;

	@Label("Left")
	@Description("How many are still open")
	private int left;

	@Label("Cut")
	@Description("How many were cut at the end of the grace period")
	private int cut;

	@Label("Elapsed")
	@Timespan(Timespan.MILLISECONDS)
	private long elapsed;

	@Label("Remaining")
	@Description("Until what is left is cut")
	@Timespan(Timespan.MILLISECONDS)
	private long remaining;

	static void record(DrainPhase phase, DrainProgress progress, int told) {
		DrainEvent event = new DrainEvent();
		if (event.shouldCommit()) {
			event.phase = phase.name();
			event.connections = progress.connections();
			event.told = told;
			event.left = progress.left();
			event.cut = progress.cut();
			event.elapsed = progress.elapsed().toMillis();
			event.remaining = progress.remaining().toMillis();
			event.commit();
		}
	}

}
