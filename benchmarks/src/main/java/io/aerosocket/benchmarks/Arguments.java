package io.aerosocket.benchmarks;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

/**
 * The options of a command as they were written: {@code --name value} pairs and
 * {@code --name} switches.
 */
public final class Arguments {

	private final Map<String, String> values = new HashMap<>();

	private final Set<String> switches = new HashSet<>();

	private Arguments() {
	}

	/**
	 * Reads options.
	 * @param words the words behind the command
	 * @param named names of the options that have a value, with their dashes
	 * @param switches names of the options that have none
	 * @return the options
	 * @throws UsageException if an option is unknown, given twice or has no value
	 */
	public static Arguments parse(List<String> words, Set<String> named, Set<String> switches) {
		Arguments arguments = new Arguments();
		for (Iterator<String> remaining = words.iterator(); remaining.hasNext();) {
			String name = remaining.next();
			boolean fresh;
			if (switches.contains(name)) {
				fresh = arguments.switches.add(name);
			}
			else if (named.contains(name)) {
				fresh = arguments.values.put(name, valueOf(name, remaining)) == null;
			}
			else {
				throw unknown(name, named, switches);
			}
			if (!fresh) {
				throw new UsageException(name + ": given twice (expected: once)");
			}
		}
		return arguments;
	}

	private static String valueOf(String name, Iterator<String> remaining) {
		if (!remaining.hasNext()) {
			throw new UsageException(name + ": no value (expected: one word after it)");
		}
		return remaining.next();
	}

	private static UsageException unknown(String name, Set<String> named, Set<String> switches) {
		Set<String> known = new TreeSet<>(named);
		known.addAll(switches);
		return new UsageException("option: " + name + " (expected: " + String.join(", ", known) + ")");
	}

	/**
	 * Returns whether a switch is on.
	 * @param name its name
	 * @return whether it was given
	 */
	public boolean has(String name) {
		return this.switches.contains(name);
	}

	/**
	 * Returns the value of an option.
	 * @param name its name
	 * @return the value, or {@code null} when it was not given
	 */
	public @Nullable String text(String name) {
		return this.values.get(name);
	}

	/**
	 * Returns the value of an option.
	 * @param name its name
	 * @param otherwise the value when it was not given
	 * @return the value
	 */
	public String text(String name, String otherwise) {
		return this.values.getOrDefault(name, otherwise);
	}

	/**
	 * Returns the value of an option that must be there.
	 * @param name its name
	 * @return the value
	 * @throws UsageException if it was not given
	 */
	public String required(String name) {
		String value = text(name);
		if (value == null) {
			throw new UsageException(name + ": missing (expected: " + name + " and a value)");
		}
		return value;
	}

	/**
	 * Returns the value of an option that is a number.
	 * @param name its name
	 * @param otherwise the value when it was not given
	 * @param minimum the least that is accepted
	 * @param maximum the most that is accepted
	 * @return the value
	 * @throws UsageException if it is no number or out of range
	 */
	public int number(String name, int otherwise, int minimum, int maximum) {
		String value = text(name);
		if (value == null) {
			return otherwise;
		}
		try {
			int number = Integer.parseInt(value);
			if (number >= minimum && number <= maximum) {
				return number;
			}
		}
		catch (NumberFormatException ex) {
			// Reported below: a word and a number out of range are the same mistake.
		}
		throw new UsageException(name + ": " + value + " (expected: " + minimum + "-" + maximum + ")");
	}

	/**
	 * Returns the value of an option that lists things.
	 * @param name its name
	 * @param otherwise the value when it was not given
	 * @return the words between its commas
	 */
	public List<String> list(String name, String otherwise) {
		return List.of(text(name, otherwise).split(",", -1));
	}

}
