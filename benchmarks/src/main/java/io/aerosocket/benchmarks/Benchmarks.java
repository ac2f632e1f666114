package io.aerosocket.benchmarks;

import java.util.Arrays;
import java.util.List;

import io.aerosocket.benchmarks.compare.CompareCommand;
import io.aerosocket.benchmarks.compare.ReportCommand;
import io.aerosocket.benchmarks.load.LoadCommand;
import io.aerosocket.benchmarks.micro.JmhCommand;
import io.aerosocket.benchmarks.peer.ServeCommand;
import io.aerosocket.benchmarks.soak.SoakCommand;

/**
 * The entry point: hands the words of the command line to a command.
 */
public final class Benchmarks {

	private static final String USAGE = """
			usage: java -jar benchmarks.jar COMMAND [OPTION]...

			serve    start one server
			%s
			load     put load on a server
			%s
			compare  measure servers beside each other, each in its own process
			%s
			report   make tables and pictures of what was measured before
			%s
			soak     run one server for a long time and watch what it holds
			%s
			jmh      measure parts of the engine
			%s""".formatted(ServeCommand.USAGE, LoadCommand.USAGE, CompareCommand.USAGE, ReportCommand.USAGE,
			SoakCommand.USAGE, JmhCommand.USAGE);

	private Benchmarks() {
	}

	/**
	 * Runs a command and ends the process: with 0 after success, 1 after a failure, 2
	 * when the command line was wrong.
	 * @param words the command and its options
	 */
	public static void main(String[] words) {
		try {
			run(Arrays.asList(words));
			System.exit(0);
		}
		catch (UsageException ex) {
			System.err.println(ex.getMessage());
			System.exit(2);
		}
		catch (Exception ex) {
			ex.printStackTrace();
			System.exit(1);
		}
	}

	/**
	 * Runs a command.
	 * @param words the command and its options
	 * @throws UsageException if the command line is wrong
	 * @throws Exception if the command failed
	 */
	static void run(List<String> words) throws Exception {
		if (words.isEmpty()) {
			throw new UsageException(USAGE);
		}
		List<String> options = words.subList(1, words.size());
		switch (words.get(0)) {
			case "serve" -> ServeCommand.run(options);
			case "load" -> LoadCommand.run(options);
			case "compare" -> CompareCommand.run(options);
			case "report" -> ReportCommand.run(options);
			case "soak" -> SoakCommand.run(options);
			case "jmh" -> JmhCommand.run(options);
			case "help", "-h", "--help" -> System.out.println(USAGE);
			default -> throw new UsageException(
					"command: " + words.get(0) + " (expected: serve, load, compare, report, soak or jmh)\n\n" + USAGE);
		}
	}

}
