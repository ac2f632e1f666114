package io.aerosocket.sample.chat;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

import org.jspecify.annotations.Nullable;

import io.aerosocket.CloseCode;

/**
 * The name that others see.
 */
final class DisplayName {

	static final int MAX_LENGTH = 32;

	private static final List<String> ADJECTIVES = List.of("Brave", "Bright", "Calm", "Clever", "Cosmic", "Gentle",
			"Golden", "Happy", "Jolly", "Lucky", "Mighty", "Nimble", "Quick", "Quiet", "Sunny", "Swift", "Witty");

	private static final List<String> ANIMALS = List.of("Badger", "Beaver", "Crane", "Dolphin", "Falcon", "Fox",
			"Heron", "Koala", "Lynx", "Magpie", "Narwhal", "Otter", "Panda", "Puffin", "Raven", "Seal", "Wren");

	private DisplayName() {
	}

	/**
	 * Checks a name.
	 * @param requested the name that somebody asks for; {@code null} or blank for a
	 * friendly one of our making
	 * @return the name without white space around it
	 * @throws ChatRefusedException if the name is too long or would not look like one
	 */
	static String of(@Nullable String requested) {
		String name = (requested != null) ? requested.strip() : "";
		if (name.isEmpty()) {
			return friendly();
		}
		if (name.codePointCount(0, name.length()) > MAX_LENGTH) {
			throw new ChatRefusedException(CloseCode.POLICY_VIOLATION,
					"A name has at most " + MAX_LENGTH + " characters.");
		}
		if (name.codePoints().anyMatch(DisplayName::isMisleading)) {
			throw new ChatRefusedException(CloseCode.POLICY_VIOLATION, "A name has no control characters.");
		}
		return name;
	}

	/**
	 * Puts a number behind a name, and cuts the name if need be.
	 * @param name the name
	 * @param number the number
	 * @return a name that is no longer than allowed
	 */
	static String numbered(String name, int number) {
		String suffix = " " + number;
		int length = Math.min(name.codePointCount(0, name.length()), MAX_LENGTH - suffix.length());
		return name.substring(0, name.offsetByCodePoints(0, length)).stripTrailing() + suffix;
	}

	// Direction overrides turn around what stands next to the name, line breaks tear it.
	private static boolean isMisleading(int codePoint) {
		int type = Character.getType(codePoint);
		return type == Character.CONTROL || type == Character.LINE_SEPARATOR || type == Character.PARAGRAPH_SEPARATOR
				|| type == Character.SURROGATE || (codePoint >= 0x202A && codePoint <= 0x202E)
				|| (codePoint >= 0x2066 && codePoint <= 0x2069);
	}

	private static String friendly() {
		ThreadLocalRandom random = ThreadLocalRandom.current();
		return ADJECTIVES.get(random.nextInt(ADJECTIVES.size())) + " " + ANIMALS.get(random.nextInt(ANIMALS.size()));
	}

}
