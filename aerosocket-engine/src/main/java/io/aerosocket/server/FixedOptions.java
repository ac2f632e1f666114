package io.aerosocket.server;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Which options of a server hold as long as it runs, and why. All others can be changed.
 */
final class FixedOptions {

	private static final String BOUND = "the listening sockets are bound";

	private static final String LOOPS = "the event loops have been started";

	private static final List<Fixed> ALL = List.of(new Fixed("address", ServerOptions::address, BOUND),
			new Fixed("port", ServerOptions::port, BOUND), new Fixed("transport", ServerOptions::transport, LOOPS),
			new Fixed("eventLoops", ServerOptions::eventLoops, LOOPS),
			new Fixed("backlog", ServerOptions::backlog, BOUND),
			new Fixed("acceptors", ServerOptions::acceptors, BOUND),
			new Fixed("reusePort", ServerOptions::reusePort, BOUND),
			new Fixed("plaintext", ServerOptions::plaintext, "the address to listen on depends on it"),
			new Fixed("sslContext", (options) -> (options.sslContext() != null) ? "TLS" : "no TLS",
					"peers know the port as one with TLS or without"),
			new Fixed("channels", ServerOptions::channels, LOOPS));

	private FixedOptions() {
	}

	/**
	 * Returns the names of the options that hold.
	 * @return as {@link ServerOptions} calls them
	 */
	static List<String> names() {
		return ALL.stream().map(Fixed::name).toList();
	}

	/**
	 * Checks a change.
	 * @param current the options of the server
	 * @param wanted what they are to become
	 * @throws FixedOptionsException if that changes what has to stay
	 */
	static void check(ServerOptions current, ServerOptions wanted) {
		List<FixedOption> changed = ALL.stream()
			.filter((option) -> !Objects.equals(option.value(current), option.value(wanted)))
			.map((option) -> new FixedOption(option.name(), String.valueOf(option.value(current)),
					String.valueOf(option.value(wanted)), option.reason()))
			.toList();
		if (!changed.isEmpty()) {
			throw new FixedOptionsException(changed);
		}
	}

	/**
	 * An option that holds.
	 *
	 * @param name the option
	 * @param read reads it
	 * @param reason why it holds
	 */
	private record Fixed(String name, Function<ServerOptions, @Nullable Object> read, String reason) {

		@Nullable Object value(ServerOptions options) {
			return this.read.apply(options);
		}

	}

}
