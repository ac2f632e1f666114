package io.aerosocket.benchmarks.compare;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a figure is worth nothing without: machine, system, Java and commit.
 */
final class Surroundings {

	private static final String UNKNOWN = "unknown";

	private Surroundings() {
	}

	static String machine() {
		return model() + ", " + Runtime.getRuntime().availableProcessors() + " cores, " + System.getProperty("os.name")
				+ " " + System.getProperty("os.version") + ", TCP " + congestionControl();
	}

	static String java() {
		return System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version");
	}

	/**
	 * Returns the commit of the working directory.
	 * @return its hash, and whether there are changes on top of it
	 */
	static String commit() {
		String commit = outputOf("git", "rev-parse", "HEAD");
		boolean changed = !outputOf("git", "status", "--porcelain", "--untracked-files=no").isEmpty();
		return commit.isEmpty() ? UNKNOWN : commit + (changed ? " with changes" : "");
	}

	private static String model() {
		try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
			return lines.filter((line) -> line.startsWith("model name"))
				.map((line) -> line.substring(line.indexOf(':') + 1).strip())
				.findFirst()
				.orElse(System.getProperty("os.arch", UNKNOWN));
		}
		catch (IOException ex) {
			return System.getProperty("os.arch", UNKNOWN);
		}
	}

	private static String congestionControl() {
		// BBR paces even the loopback interface, which Cubic and Reno do not.
		try {
			return Files.readString(Path.of("/proc/sys/net/ipv4/tcp_congestion_control")).strip();
		}
		catch (IOException ex) {
			return UNKNOWN;
		}
	}

	private static String outputOf(String... command) {
		try {
			Process process = new ProcessBuilder(List.of(command)).redirectErrorStream(false)
				.redirectError(ProcessBuilder.Redirect.DISCARD)
				.start();
			return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
		}
		catch (IOException ex) {
			return "";
		}
	}

}
