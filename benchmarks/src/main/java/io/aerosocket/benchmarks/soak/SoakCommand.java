package io.aerosocket.benchmarks.soak;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.aerosocket.benchmarks.Arguments;
import io.aerosocket.benchmarks.UsageException;

/**
 * The command {@code soak}: mixed traffic for a long time, with a look at what the server
 * holds every few seconds. It fails if that grows, if a connection is stuck at the end,
 * if a leak was logged, or if an answer was wrong.
 */
public final class SoakCommand {

	private static final String SERVER_FLAGS = "-Xms256m -Xmx256m -XX:+UseSerialGC";

	private static final String LEAK_DETECTION = "-Dio.netty.leakDetection.level=";

	/** The options, for the people who read the usage. */
	public static final String USAGE = """
			  --peer NAME                one of AeroSocket's [aerosocket]
			  --jar FILE                 the packaged sample application instead, whose meters have to add up
			  --arguments "--a=b …"      its properties, besides the ports []
			  --minutes M                [30]
			  --seconds S                the same, for a short look [0]
			  --every S                  seconds between two readings [10]
			  --transport, --threads     as for serve
			  --server-flags "F G …"     flags of the server's virtual machine [%s]
			  --leak-detection LEVEL     Netty's: simple, advanced or paranoid [advanced]
			  --csv FILE                 where to write the readings [soak.csv]
			""".formatted(SERVER_FLAGS);

	private static final Set<String> NAMED = Set.of("--peer", "--minutes", "--seconds", "--every", "--jar",
			"--arguments", "--transport", "--threads", "--server-flags", "--leak-detection", "--csv");

	/** How long closed connections may take to be forgotten. */
	private static final Duration SETTLED_AT_MOST = Duration.ofSeconds(60);

	private final SoakedServer server;

	private final Clients clients;

	private final List<String> failures = Collections.synchronizedList(new ArrayList<>());

	private final AtomicBoolean over = new AtomicBoolean();

	private final List<Map<String, Long>> readings = new ArrayList<>();

	private SoakCommand(SoakedServer server) {
		this.server = server;
		this.clients = new Clients(server.port(), new Tally());
	}

	/**
	 * Runs the command.
	 * @param words its options
	 * @throws UsageException if an option is wrong
	 * @throws SoakException if something was wrong with the server
	 * @throws Exception if it could not be started
	 */
	public static void run(List<String> words) throws Exception {
		Arguments arguments = Arguments.parse(words, NAMED, Set.of());
		int seconds = arguments.number("--seconds", 0, 1, 3600);
		Duration duration = (seconds > 0) ? Duration.ofSeconds(seconds)
				: Duration.ofMinutes(arguments.number("--minutes", 30, 1, 1440));
		Duration every = Duration.ofSeconds(arguments.number("--every", 10, 1, 3600));
		List<String> flags = new ArrayList<>(
				List.of(arguments.text("--server-flags", SERVER_FLAGS).strip().split(" +", -1)));
		flags.add(LEAK_DETECTION + arguments.text("--leak-detection", "advanced"));
		List<String> leaks = Collections.synchronizedList(new ArrayList<>());
		try (SoakedServer server = start(arguments, flags, (line) -> log(line, leaks));
				PrintStream csv = new PrintStream(Path.of(arguments.text("--csv", "soak.csv")).toFile(),
						StandardCharsets.UTF_8)) {
			SoakCommand soak = new SoakCommand(server);
			soak.soak(duration, every, csv);
			List<String> wrong = SoakVerdict.judge(soak.readings, soak.settle(csv), List.copyOf(leaks),
					List.copyOf(soak.failures));
			wrong.addAll(server.reconcile(soak.clients.tally()));
			if (!wrong.isEmpty()) {
				throw new SoakException(String.join("\n", wrong));
			}
			System.out.println("soak: flat, nothing stuck, no leak, in " + duration + " and " + soak.readings.size()
					+ " readings");
		}
	}

	private static SoakedServer start(Arguments arguments, List<String> flags, Consumer<String> log)
			throws IOException, InterruptedException {
		String jar = arguments.text("--jar", "");
		if (jar.isEmpty()) {
			List<String> options = List.of("--transport", arguments.text("--transport", "auto"), "--threads",
					arguments.text("--threads", "1"));
			return SoakedPeer.start(arguments.text("--peer", "aerosocket"), options, flags, log);
		}
		List<String> properties = Stream.of(arguments.text("--arguments", "").split(" +", -1))
			.filter((word) -> !word.isEmpty())
			.toList();
		return SoakedApplication.start(Path.of(jar), properties, flags, log);
	}

	private static void log(String line, List<String> leaks) {
		System.err.println(line);
		if (line.contains("LEAK:")) {
			leaks.add(line);
		}
	}

	private void soak(Duration duration, Duration every, PrintStream csv) throws IOException, InterruptedException {
		List<Thread> threads = new ArrayList<>();
		this.server.traffic().forEach((name, traffic) -> threads.add(start(name, traffic)));
		long begin = System.nanoTime();
		while (System.nanoTime() - begin < duration.toNanos()) {
			TimeUnit.NANOSECONDS.sleep(every.toNanos());
			read(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin), csv);
		}
		this.over.set(true);
		for (Thread thread : threads) {
			thread.join();
		}
	}

	private Thread start(String name, Traffic traffic) {
		Thread thread = new Thread(() -> repeat(name, traffic), "soak " + name);
		thread.start();
		return thread;
	}

	private void repeat(String name, Traffic traffic) {
		while (!this.over.get()) {
			try {
				traffic.run(this.clients);
			}
			catch (Exception ex) {
				this.failures.add(name + ": " + ex);
				return;
			}
		}
	}

	private Map<String, Long> read(long seconds, PrintStream csv) throws IOException, InterruptedException {
		Map<String, Long> reading = new LinkedHashMap<>();
		reading.put("seconds", seconds);
		reading.putAll(this.server.read());
		if (this.readings.isEmpty()) {
			csv.println(String.join(",", reading.keySet()));
		}
		csv.println(String.join(",", reading.values().stream().map(String::valueOf).toList()));
		csv.flush();
		this.readings.add(reading);
		return reading;
	}

	/**
	 * Waits until all connections are forgotten, or it has taken too long.
	 * @param csv where to write the last reading
	 * @return the last reading
	 * @throws IOException if the server does not answer
	 * @throws InterruptedException if interrupted
	 */
	private Map<String, Long> settle(PrintStream csv) throws IOException, InterruptedException {
		long end = System.nanoTime() + SETTLED_AT_MOST.toNanos();
		Map<String, Long> counters = this.server.counters();
		while (counters.getOrDefault("open", 0L) + counters.getOrDefault("handshaking", 0L) > 0
				&& System.nanoTime() < end) {
			TimeUnit.MILLISECONDS.sleep(100);
			counters = this.server.counters();
		}
		csv.println("# at the end: " + counters);
		return counters;
	}

}
