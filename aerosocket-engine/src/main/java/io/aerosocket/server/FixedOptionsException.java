package io.aerosocket.server;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * A server was asked to change what it cannot change while it runs. It has changed
 * nothing.
 *
 * @see AeroServer#reconfigure(Consumer)
 */
public final class FixedOptionsException extends IllegalArgumentException {

	private static final long serialVersionUID = 1L;

	private final transient List<FixedOption> options;

	FixedOptionsException(List<FixedOption> options) {
		super(options.stream().map(FixedOption::toString).collect(Collectors.joining("; ")));
		this.options = List.copyOf(options);
	}

	/**
	 * Returns which options have to stay as they are.
	 * @return at least one, each with the reason
	 */
	public List<FixedOption> options() {
		return this.options;
	}

}
