package io.aerosocket.benchmarks.compare;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

import io.aerosocket.benchmarks.load.LoadResult;
import io.aerosocket.benchmarks.load.Workload;

/**
 * Measures each peer with each workload, round after round. What is compared is measured
 * one right after the other, in fresh processes, in another order each round, so that a
 * machine that is slower for a while is slower for everybody.
 */
final class Comparison {

	private final CompareSettings settings;

	Comparison(CompareSettings settings) {
		this.settings = settings;
	}

	/**
	 * Runs all rounds. A measurement that fails is reported and left out.
	 * @return the measurements
	 */
	List<Run> run() {
		List<Run> runs = new ArrayList<>();
		List<String> order = new ArrayList<>(this.settings.peers());
		for (int round = 1; round <= this.settings.rounds(); round++) {
			for (Workload workload : this.settings.workloads()) {
				for (String peer : order) {
					measure(round, workload, peer, runs);
				}
			}
			Collections.rotate(order, 1);
		}
		return runs;
	}

	private void measure(int round, Workload workload, String peer, List<Run> runs) {
		String title = "round " + round + "/" + this.settings.rounds() + " " + workload + " " + peer + ": ";
		try (ServerProcess server = ServerProcess.start(peer, this.settings)) {
			LoadResult result = load(server, workload);
			runs.add(new Run(round, workload, peer, result));
			System.err.println(String.format(Locale.ROOT, "%s%,.0f messages/s, CPU server %.2f driver %.2f", title,
					result.messagesPerSecond(), result.serverShare(), result.driverShare()));
		}
		catch (IOException ex) {
			System.err.println(title + "failed: " + ex.getMessage());
		}
	}

	private LoadResult load(ServerProcess server, Workload workload) throws IOException {
		List<String> words = List.of("load", "--port", "" + server.port(), "--pid", "" + server.pid(), "--connections",
				"" + workload.connections(), "--size", "" + workload.messageBytes(), "--depth", "" + workload.depth(),
				"--" + workload.content(), "--seconds", "" + this.settings.seconds(), "--warmup",
				"" + this.settings.warmup());
		Process driver = this.settings.drivers().with(words).start();
		String output = new String(driver.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		try {
			int status = driver.waitFor();
			if (status != 0) {
				throw new IOException("driver: ended with " + status + " (expected: 0)");
			}
			return LoadResult.parse(output);
		}
		catch (InterruptedException ex) {
			driver.destroyForcibly();
			throw new IOException("driver: interrupted (expected: a result)", ex);
		}
	}

}
