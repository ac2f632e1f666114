package io.aerosocket.benchmarks.compare;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

import io.aerosocket.benchmarks.Arguments;
import io.aerosocket.benchmarks.UsageException;
import io.aerosocket.benchmarks.load.Workload;
import io.aerosocket.benchmarks.peer.Peers;
import io.aerosocket.benchmarks.process.JavaCommand;

/**
 * The command {@code compare}: measures peers beside each other and prints tables.
 */
public final class CompareCommand {

	private static final String BASE = "netty";

	private static final String PEERS = "netty,aerosocket";

	/** Many small messages at once, small ones one by one, and large texts. */
	private static final String ECHOES = "64x32x64:text,64x32x1:text,16x16384x4:text";

	/**
	 * The echoes, then handshakes, fan-out, a steady rate, and the memory of idle ones.
	 */
	private static final String FULL = ECHOES
			+ ",storm:16,fanout:1000x32x16:text,rate:100x32x20000:text,idle:1000-15000";

	private static final String SERVER_FLAGS = "-Xms1g -Xmx1g -XX:+UseSerialGC";

	private static final String DRIVER_FLAGS = "-Xms512m -Xmx512m -XX:+UseSerialGC";

	/** The options, for the people who read the usage. */
	public static final String USAGE = """
			  --peers A,B,…              the base of the ratios is %s, or else the first [%s]
			  --workloads W,X,…          as for load; echo and full stand for
			                             echo = %s
			                             full = %s [echo]
			  --rounds R                 [5]
			  --seconds S                time that is measured [5]
			  --warmup W                 seconds before that [5]
			  --transport, --threads     as for serve
			  --server-cores LIST        cores of the server, as taskset takes them, or all [0]
			  --driver-cores LIST        cores of the driver [1]
			  --server-flags "F G …"     flags of the server's virtual machine [%s]
			  --rows FILE                where to add each measurement; a comparison may go on later
			  --out FILE                 where to write the tables as well
			  --charts FOLDER            where to draw a picture of each workload
			""".formatted(BASE, PEERS, ECHOES, FULL, SERVER_FLAGS);

	private static final Set<String> NAMED = Set.of("--peers", "--workloads", "--rounds", "--seconds", "--warmup",
			"--transport", "--threads", "--server-cores", "--driver-cores", "--server-flags", "--rows", "--out",
			"--charts");

	private CompareCommand() {
	}

	/**
	 * Runs the command.
	 * @param words its options
	 * @throws UsageException if an option is wrong
	 * @throws Exception if the tables could not be written
	 */
	public static void run(List<String> words) throws Exception {
		Arguments arguments = Arguments.parse(words, NAMED, Set.of());
		String file = arguments.text("--rows");
		RunFile rows = (file != null) ? new RunFile(Path.of(file)) : null;
		List<Run> runs = new ArrayList<>((rows != null) ? rows.read() : List.of());
		CompareSettings settings = settings(arguments, runs);
		new Comparison(settings).run((run) -> {
			runs.add(run);
			if (rows != null) {
				rows.append(run);
			}
		});
		new ReportCommand(new Results(runs, settings.base())).write(arguments.text("--out"),
				arguments.text("--charts"));
	}

	static CompareSettings settings(Arguments arguments, List<Run> before) {
		List<String> serveOptions = List.of("--transport", arguments.text("--transport", "auto"), "--threads",
				arguments.text("--threads", "1"));
		List<Workload> workloads = workloads(arguments.text("--workloads", "echo"));
		int lastRound = before.stream()
			.filter((run) -> workloads.contains(run.workload()))
			.mapToInt(Run::round)
			.max()
			.orElse(0);
		return new CompareSettings(peers(arguments.list("--peers", PEERS)), workloads,
				arguments.number("--rounds", 5, 1, 1000), lastRound + 1, arguments.number("--seconds", 5, 1, 3600),
				arguments.number("--warmup", 5, 0, 3600),
				java(arguments, "--server-cores", "0", arguments.text("--server-flags", SERVER_FLAGS)),
				java(arguments, "--driver-cores", "1", DRIVER_FLAGS), serveOptions);
	}

	private static List<Workload> workloads(String text) {
		String workloads = text.equals("echo") ? ECHOES : text.equals("full") ? FULL : text;
		return Arrays.stream(workloads.split(",", -1)).map(Workload::parse).toList();
	}

	private static List<String> peers(List<String> names) {
		List<String> peers = new ArrayList<>();
		for (String name : names) {
			if (!Peers.names().contains(name)) {
				throw new UsageException(
						"--peers: " + name + " (expected: some of " + String.join(", ", Peers.names()) + ")");
			}
			if (!peers.contains(name)) {
				peers.add(name.equals(BASE) ? 0 : peers.size(), name);
			}
		}
		return List.copyOf(peers);
	}

	private static JavaCommand java(Arguments arguments, String option, String cores, String flags) {
		String chosen = arguments.text(option, cores);
		boolean bound = !chosen.equals("all") && JavaCommand.canBind();
		return new JavaCommand(bound ? chosen : "", List.of(flags.strip().split(" +", -1)));
	}

}
