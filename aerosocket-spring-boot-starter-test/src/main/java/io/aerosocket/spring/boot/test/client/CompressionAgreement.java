package io.aerosocket.spring.boot.test.client;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * What both sides agreed on about compression (RFC 7692 section 7.1).
 *
 * @param serverTakesContextOver whether the server's messages refer to earlier ones
 * @param clientTakesContextOver whether the client's messages may refer to earlier ones
 * @param clientWindowBits how far back the client's messages may refer, 8 to 15
 */
record CompressionAgreement(boolean serverTakesContextOver, boolean clientTakesContextOver, int clientWindowBits) {

	static final String NAME = "permessage-deflate";

	private static final String CLIENT_WINDOW = "client_max_window_bits";

	private static final int LARGEST_WINDOW = 15;

	/**
	 * Reads the server's answer.
	 * @param offered what the client offered, empty for nothing
	 * @param answer the header field of the answer, or {@code null} without one
	 * @param violations gets each rule that the answer breaks
	 * @return the agreement, or {@code null} if there is none
	 */
	static @Nullable CompressionAgreement of(String offered, @Nullable String answer, Consumer<String> violations) {
		CompressionAgreement agreement = null;
		for (String element : (answer != null) ? answer.split(",", -1) : new String[0]) {
			String name = element.split(";", 2)[0].trim();
			if (!offered.contains(name)) {
				violations.accept("an extension is answered that was not offered: " + name + " (RFC 6455 9.1)");
			}
			if (NAME.equals(name)) {
				agreement = read(offered, element, violations);
			}
		}
		return agreement;
	}

	private static CompressionAgreement read(String offered, String element, Consumer<String> violations) {
		Map<String, String> parameters = parameters(element);
		String window = parameters.remove(CLIENT_WINDOW);
		if (window != null && !offered.contains(CLIENT_WINDOW)) {
			violations.accept(CLIENT_WINDOW + " is answered and was not offered (RFC 7692 7.1.2.2)");
		}
		String serverWindow = parameters.remove("server_max_window_bits");
		for (String bits : new String[] { window, serverWindow }) {
			if (bits != null && !bits.matches("[89]|1[0-5]")) {
				violations.accept("a window has 8 to 15 bits: " + bits + " (RFC 7692 7.1.2)");
				window = null;
			}
		}
		boolean server = parameters.remove("server_no_context_takeover") == null;
		boolean client = parameters.remove("client_no_context_takeover") == null;
		parameters.keySet()
			.forEach((name) -> violations
				.accept("a parameter of " + NAME + " that does not exist: " + name + " (RFC 7692 7.1)"));
		return new CompressionAgreement(server, client, (window != null) ? Integer.parseInt(window) : LARGEST_WINDOW);
	}

	private static Map<String, String> parameters(String element) {
		Map<String, String> parameters = new HashMap<>();
		String[] parts = element.split(";", -1);
		for (int i = 1; i < parts.length; i++) {
			String[] pair = parts[i].split("=", 2);
			parameters.put(pair[0].trim().toLowerCase(Locale.ROOT),
					(pair.length > 1) ? pair[1].trim().replace("\"", "") : "");
		}
		return parameters;
	}

	/**
	 * Returns whether the client may refer as far back as the JDK's compressor does.
	 * @return {@code false} if the server asked for less
	 */
	boolean isClientWindowLargest() {
		return this.clientWindowBits == LARGEST_WINDOW;
	}

}
