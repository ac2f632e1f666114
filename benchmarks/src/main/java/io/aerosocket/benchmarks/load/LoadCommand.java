package io.aerosocket.benchmarks.load;

import java.time.Duration;
import java.util.List;
import java.util.Set;

import io.aerosocket.benchmarks.Arguments;
import io.aerosocket.benchmarks.UsageException;

/**
 * The command {@code load}: puts load on a server that runs already and prints what it
 * measured.
 */
public final class LoadCommand {

	/** The options, for the people who read the usage. */
	public static final String USAGE = """
			  --port N                   the server's port [8090]
			  --path PATH                the path of its echo [/echo]
			  --connections C            [64]
			  --depth D                  messages in flight on each connection [1]
			  --size B                   bytes in a message [32]
			  --text|--binary|--utf8     what is in them [--text, which is ASCII]
			  --seconds S                time that is measured [5]
			  --warmup W                 seconds before that [3]
			  --pid SERVER_PID           the process whose processor time is the server's
			""";

	private static final Set<String> NAMED = Set.of("--port", "--path", "--connections", "--depth", "--size",
			"--seconds", "--warmup", "--pid");

	private static final Set<String> SWITCHES = Set.of("--text", "--binary", "--utf8");

	private LoadCommand() {
	}

	/**
	 * Runs the command.
	 * @param words its options
	 * @throws UsageException if an option is wrong
	 * @throws LoadException if the server did not echo
	 * @throws Exception if a connection failed
	 */
	public static void run(List<String> words) throws Exception {
		System.out.print(measure(words));
	}

	/**
	 * Does what the command does, without printing.
	 * @param words the command's options
	 * @return what was measured
	 * @throws UsageException if an option is wrong
	 * @throws LoadException if the server did not echo
	 * @throws Exception if a connection failed
	 */
	public static LoadResult measure(List<String> words) throws Exception {
		try (LoadDriver driver = new LoadDriver(settings(words))) {
			return driver.run();
		}
	}

	static LoadSettings settings(List<String> words) {
		Arguments arguments = Arguments.parse(words, NAMED, SWITCHES);
		Workload workload = new Workload(arguments.number("--connections", 64, 1, Workload.MAX_CONNECTIONS),
				arguments.number("--size", 32, 0, Workload.MAX_MESSAGE_BYTES),
				arguments.number("--depth", 1, 1, Workload.MAX_DEPTH), content(arguments));
		int pid = arguments.number("--pid", 0, 1, Integer.MAX_VALUE);
		return new LoadSettings(arguments.number("--port", 8090, 1, 65_535), arguments.text("--path", "/echo"),
				workload, Duration.ofSeconds(arguments.number("--warmup", 3, 0, 3600)),
				Duration.ofSeconds(arguments.number("--seconds", 5, 1, 3600)), (pid > 0) ? (long) pid : null);
	}

	private static Content content(Arguments arguments) {
		List<String> chosen = SWITCHES.stream().filter(arguments::has).sorted().toList();
		if (chosen.size() > 1) {
			throw new UsageException(String.join(" ", chosen) + ": given together (expected: one of them)");
		}
		return chosen.isEmpty() ? Content.TEXT : Content.of(chosen.get(0).substring(2));
	}

}
