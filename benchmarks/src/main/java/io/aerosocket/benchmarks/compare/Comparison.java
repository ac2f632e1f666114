package io.aerosocket.benchmarks.compare;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import io.aerosocket.benchmarks.load.LoadResult;
import io.aerosocket.benchmarks.load.Workload;
import io.aerosocket.benchmarks.peer.Peers;
import io.aerosocket.benchmarks.process.ServerProcess;

/**
 * Measures each peer with each workload, round after round. What is compared is measured
 * one right after the other, in fresh processes, in another order each round, so that a
 * machine that is slower for a while is slower for everybody.
 */
final class Comparison {

	private final CompareSettings settings;

	private final String commit = Surroundings.commit();

	Comparison(CompareSettings settings) {
		this.settings = settings;
	}

	/**
	 * Runs all rounds. A measurement that fails is reported and left out.
	 * @param target takes each measurement when it is done
	 * @throws IOException if the target failed
	 */
	void run(Target target) throws IOException {
		List<String> order = new ArrayList<>(this.settings.peers());
		Collections.rotate(order, this.settings.firstRound() - 1);
		for (int round = 0; round < this.settings.rounds(); round++) {
			for (Workload workload : this.settings.workloads()) {
				for (String peer : order) {
					Run run = measure(this.settings.firstRound() + round, workload, peer);
					if (run != null) {
						target.take(run);
					}
				}
			}
			Collections.rotate(order, 1);
		}
	}

	private @Nullable Run measure(int round, Workload workload, String peer) {
		String title = "round " + round + " " + workload + " " + peer + ": ";
		try (ServerProcess server = ServerProcess.start(this.settings.servers(), peer, this.settings.serveOptions())) {
			LoadResult result = load(server, workload);
			System.err.println(title + shown(workload, result));
			return new Run(round, workload, peer, result, setting(peer));
		}
		catch (IOException ex) {
			System.err.println(title + "failed: " + ex.getMessage());
			return null;
		}
	}

	// The format is one of Column's constants.
	@SuppressWarnings("AnnotateFormatMethod")
	private static String shown(Workload workload, LoadResult result) {
		return Column.of(workload)
			.stream()
			.map((column) -> column.title() + " "
					+ String.format(Locale.ROOT, column.format(), column.figure().applyAsDouble(result)))
			.collect(Collectors.joining(", "));
	}

	private Map<String, String> setting(String peer) {
		Map<String, String> setting = new LinkedHashMap<>();
		setting.put("commit", this.commit);
		setting.put("machine", Surroundings.machine());
		setting.put("Java", Surroundings.java());
		setting.put("server",
				"`" + this.settings.servers() + "`, `serve " + String.join(" ", this.settings.serveOptions()) + "`");
		setting.put("driver", "`" + this.settings.drivers() + "`");
		setting.put("measured", this.settings.seconds() + " s after " + this.settings.warmup() + " s of warm-up");
		setting.put(Run.VERSION, Peers.version(peer));
		return setting;
	}

	private LoadResult load(ServerProcess server, Workload workload) throws IOException {
		List<String> words = List.of("load", "--port", "" + server.port(), "--pid", "" + server.pid(), "--control",
				"" + server.controlPort(), "--workload", workload.toString(), "--seconds", "" + this.settings.seconds(),
				"--warmup", "" + this.settings.warmup());
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

	/**
	 * Takes measurements.
	 */
	@FunctionalInterface
	interface Target {

		/**
		 * Takes a measurement.
		 * @param run the measurement
		 * @throws IOException if it could not be kept
		 */
		void take(Run run) throws IOException;

	}

}
