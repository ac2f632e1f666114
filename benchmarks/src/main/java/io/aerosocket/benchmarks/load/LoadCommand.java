package io.aerosocket.benchmarks.load;

import java.time.Duration;
import java.util.List;
import java.util.Set;

import io.aerosocket.benchmarks.Arguments;
import io.aerosocket.benchmarks.UsageException;

/**
 * The command {@code load}: puts load on a server and prints what was measured.
 */
public final class LoadCommand {

	/** The options, for the people who read the usage. */
	public static final String USAGE = """
			  --port N                   the server's port [8090]
			  --workload W               what to send:
			      CxBxD:CONTENT            echo on C connections, B bytes, D in flight on each
			      rate:CxBxR:CONTENT       R messages a second over C connections, open loop
			      storm:C                  connect, upgrade and close, C at a time
			      fanout:CxBxD:CONTENT     one sends to C, D messages in flight
			      idle:C-C                 memory of an idle connection; needs --control
			      idle:C-C:deflate         the same after a compressed message each way
			  --connections C --depth D --size B --text|--binary|--utf8|--json
			                             an echo, word by word [64 1 32 --text, which is ASCII]
			  --path PATH                the path to ask for [/echo, or /fanout]
			  --seconds S                time that is measured [5]
			  --warmup W                 seconds before that [3]
			  --pid SERVER_PID           the process whose processor time is the server's
			  --control N                the server's control port
			""";

	private static final Set<String> ECHO_NAMED = Set.of("--connections", "--depth", "--size");

	private static final Set<String> NAMED = Set.of("--port", "--path", "--workload", "--connections", "--depth",
			"--size", "--seconds", "--warmup", "--pid", "--control");

	private static final Set<String> CONTENTS = Set.of("--text", "--binary", "--utf8", "--json");

	private LoadCommand() {
	}

	/**
	 * Runs the command.
	 * @param words its options
	 * @throws UsageException if an option is wrong
	 * @throws LoadException if the server did not do what it should
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
	 * @throws LoadException if the server did not do what it should
	 * @throws Exception if a connection failed
	 */
	public static LoadResult measure(List<String> words) throws Exception {
		Arguments arguments = Arguments.parse(words, NAMED, CONTENTS);
		Workload workload = workload(arguments);
		try (Load load = workload.load(settings(arguments, workload))) {
			return load.run();
		}
	}

	static LoadSettings settings(Arguments arguments, Workload workload) {
		int pid = arguments.number("--pid", 0, 1, Integer.MAX_VALUE);
		return new LoadSettings(arguments.number("--port", 8090, 1, 65_535), arguments.text("--path", workload.path()),
				Duration.ofSeconds(arguments.number("--warmup", 3, 0, 3600)),
				Duration.ofSeconds(arguments.number("--seconds", 5, 1, 3600)), (pid > 0) ? (long) pid : null,
				arguments.number("--control", 0, 1, 65_535));
	}

	static Workload workload(Arguments arguments) {
		String text = arguments.text("--workload");
		if (text == null) {
			return new EchoWorkload(arguments.number("--connections", 64, 1, Workload.MAX_CONNECTIONS),
					arguments.number("--size", 32, 0, Workload.MAX_MESSAGE_BYTES),
					arguments.number("--depth", 1, 1, EchoWorkload.MAX_DEPTH), content(arguments));
		}
		boolean twice = ECHO_NAMED.stream().anyMatch((name) -> arguments.text(name) != null)
				|| CONTENTS.stream().anyMatch(arguments::has);
		if (twice) {
			throw new UsageException("--workload: given with --connections, --depth, --size or a content"
					+ " (expected: one or the other)");
		}
		return Workload.parse(text);
	}

	private static Content content(Arguments arguments) {
		List<String> chosen = CONTENTS.stream().filter(arguments::has).sorted().toList();
		if (chosen.size() > 1) {
			throw new UsageException(String.join(" ", chosen) + ": given together (expected: one of them)");
		}
		return chosen.isEmpty() ? Content.TEXT : Content.of(chosen.get(0).substring(2));
	}

}
