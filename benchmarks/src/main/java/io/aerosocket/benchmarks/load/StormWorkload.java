package io.aerosocket.benchmarks.load;

import java.io.IOException;
import java.util.Locale;

import io.aerosocket.benchmarks.UsageException;

/**
 * Connections that are opened, upgraded and closed again without end.
 *
 * @param parallel how many at the same time
 */
public record StormWorkload(int parallel) implements Workload {

	private static final int MAX_PARALLEL = 4096;

	/**
	 * Checks the number.
	 * @throws UsageException if it is out of range
	 */
	public StormWorkload {
		Workload.within("parallel", parallel, 1, MAX_PARALLEL);
	}

	@Override
	public String title() {
		return String.format(Locale.ROOT, "Connect, upgrade and close, %,d at a time", this.parallel);
	}

	@Override
	public String path() {
		return "/echo";
	}

	@Override
	public Load load(LoadSettings settings) throws IOException {
		return new StormLoad(settings, this);
	}

	@Override
	public String toString() {
		return "storm:" + this.parallel;
	}

}
