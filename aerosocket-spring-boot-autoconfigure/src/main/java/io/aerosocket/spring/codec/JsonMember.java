package io.aerosocket.spring.codec;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/**
 * A member of JSON objects whose name can be looked for among the bytes of a message,
 * which costs a fraction of parsing it. What is found may be something else, such as a
 * member of a nested object; what is not found is not there.
 */
final class JsonMember {

	/** Names that need no escapes: they are spelled in one way, or with a backslash u. */
	private static final Pattern PLAIN = Pattern.compile("[\\w$-]+");

	// With its quotation marks.
	private final byte[] name;

	private JsonMember(byte[] name) {
		this.name = name;
	}

	/**
	 * Returns a member.
	 * @param mapper what reads the messages
	 * @param name the member's name
	 * @return the member, or {@code null} if its name may be spelled in several ways
	 */
	static @Nullable JsonMember of(ObjectMapper mapper, String name) {
		boolean strict = mapper instanceof JsonMapper json && !json.isEnabled(JsonReadFeature.ALLOW_SINGLE_QUOTES)
				&& !json.isEnabled(JsonReadFeature.ALLOW_UNQUOTED_PROPERTY_NAMES)
				&& !json.isEnabled(JsonReadFeature.ALLOW_BACKSLASH_ESCAPING_ANY_CHARACTER);
		return (strict && PLAIN.matcher(name).matches())
				? new JsonMember(('"' + name + '"').getBytes(StandardCharsets.UTF_8)) : null;
	}

	/**
	 * Returns whether the member may stand in a part of a message.
	 * @param message bytes of UTF-8
	 * @param from where to begin, outside of strings
	 * @param to where to end
	 * @return {@code false} if it certainly does not
	 */
	boolean mayStandIn(byte[] message, int from, int to) {
		for (int i = from; i < to; i++) {
			byte octet = message[i];
			if (octet == '"' && standsAt(message, i, to)) {
				return true;
			}
			if (octet == '\\' && i + 1 < to && message[i + 1] == 'u') {
				// It may be spelled like that.
				return true;
			}
		}
		return false;
	}

	/**
	 * Reads the text that is the first member of an object, if it is this one.
	 * @param message the message
	 * @param longest characters that it may have
	 * @return the text, if all of that is spelled plainly and the member certainly stands
	 * in the message only once; otherwise {@code null}, which says nothing
	 */
	@Nullable String leading(PayloadBytes message, int longest) {
		byte[] array = message.array();
		int end = message.offset() + message.size();
		if (!isObject(message)) {
			return null;
		}
		int at = skipSpace(array, message.offset() + 1, end);
		if (!standsAt(array, at, end)) {
			return null;
		}
		at = skipSpace(array, at + this.name.length, end);
		if (at == end || array[at] != ':') {
			return null;
		}
		int start = skipSpace(array, at + 1, end) + 1;
		int last = start;
		while (last < end && last - start <= longest && isPlain(array[last])) {
			last++;
		}
		boolean text = last < end && array[start - 1] == '"' && array[last] == '"';
		return (text && !mayStandIn(array, last + 1, end))
				? new String(array, start, last - start, StandardCharsets.ISO_8859_1) : null;
	}

	/**
	 * Returns whether a message begins like an object in UTF-8. Jackson reads UTF-16 and
	 * UTF-32 too, where one of the first two bytes is zero.
	 * @param message the message
	 * @return whether it does, without anything before it
	 */
	static boolean isObject(PayloadBytes message) {
		return message.size() > 1 && message.array()[message.offset()] == '{'
				&& message.array()[message.offset() + 1] != 0;
	}

	private boolean standsAt(byte[] message, int at, int to) {
		int end = at + this.name.length;
		return end <= to && Arrays.equals(message, at, end, this.name, 0, this.name.length);
	}

	private static int skipSpace(byte[] message, int from, int to) {
		int at = from;
		while (at < to && (message[at] == ' ' || message[at] == '\n' || message[at] == '\r' || message[at] == '\t')) {
			at++;
		}
		return at;
	}

	private static boolean isPlain(byte octet) {
		return octet >= ' ' && octet != '"' && octet != '\\' && octet != 0x7F;
	}

}
