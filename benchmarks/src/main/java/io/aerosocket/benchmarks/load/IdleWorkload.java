package io.aerosocket.benchmarks.load;

import java.io.IOException;
import java.util.Locale;

import io.aerosocket.benchmarks.UsageException;

/**
 * Connections that do nothing. The memory of one is the difference between many and few,
 * so that what a server costs without connections does not count.
 *
 * @param few connections at the first reading
 * @param many connections at the second
 * @param deflate whether each offers permessage-deflate, and was sent and has sent a
 * compressed message before it did nothing
 */
public record IdleWorkload(int few, int many, boolean deflate) implements Workload {

	/**
	 * Checks the numbers.
	 * @throws UsageException if one is out of range
	 */
	public IdleWorkload {
		Workload.within("few", few, 0, MAX_CONNECTIONS - 1);
		Workload.within("many", many, few + 1, MAX_CONNECTIONS);
	}

	@Override
	public String title() {
		return String.format(Locale.ROOT, "Memory of an idle connection%s, between %,d and %,d of them",
				this.deflate ? " that compresses" : "", this.few, this.many);
	}

	@Override
	public String path() {
		return "/echo";
	}

	@Override
	public Load load(LoadSettings settings) throws IOException {
		return new IdleLoad(settings, this);
	}

	@Override
	public String toString() {
		return "idle:" + this.few + "-" + this.many + (this.deflate ? ":deflate" : "");
	}

}
