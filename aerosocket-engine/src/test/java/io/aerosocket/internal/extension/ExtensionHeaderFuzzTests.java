package io.aerosocket.internal.extension;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import org.jspecify.annotations.Nullable;

import io.aerosocket.CompressionMode;
import io.aerosocket.CompressionOptions;
import io.aerosocket.HandshakeException;
import io.aerosocket.extension.Extension;
import io.aerosocket.extension.ExtensionParameters;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever a peer writes into {@code Sec-WebSocket-Extensions}: it is read as RFC 6455
 * section 9.1 has it, or refused; a server answers nothing that the client did not allow
 * (RFC 7692 section 7.1), and a client accepts nothing that it did not.
 * <p>
 * An input's first byte says how we compress; each further line of it is a line of the
 * field.
 */
class ExtensionHeaderFuzzTests {

	private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";

	private static final String PARAMETER = "[ \t]*;[ \t]*(" + TOKEN + ")[ \t]*(=[ \t]*(" + TOKEN + "|\"(?:\\\\?"
			+ TOKEN.substring(0, TOKEN.length() - 1) + ")++\")[ \t]*)?";

	private static final Pattern ELEMENT = Pattern.compile("(" + TOKEN + ")((?:" + PARAMETER + ")*+)[ \t]*");

	private static final Pattern ONE_PARAMETER = Pattern.compile(PARAMETER);

	@FuzzTest(maxDuration = "10m")
	@DictionaryEntries({ "permessage-deflate", "server_no_context_takeover", "client_no_context_takeover",
			"server_max_window_bits", "client_max_window_bits", "; ", ", ", "=", "=15", "=8", "=\\x22", "\\x22",
			"\\x5c" })
	void readsWhatTheGrammarAllows(byte[] data) {
		if (data.length == 0) {
			return;
		}
		List<String> lines = List.of(new String(data, 1, data.length - 1, StandardCharsets.ISO_8859_1)
			.replaceAll("[\\x00-\\x08\\x0b-\\x1f\\x7f]", "")
			.split("\n", -1));
		List<String> expected = reference(lines);
		List<ExtensionParameters> elements = null;
		try {
			elements = ExtensionHeader.parse(lines);
		}
		catch (IllegalArgumentException ex) {
			assertThat(expected).as("what was refused: %s", ex.getMessage()).isNull();
		}
		List<Extension> ours = List.of(new PerMessageDeflate(options(data[0])));
		if (elements != null) {
			assertThat(elements.stream().map(ExtensionParameters::toString).toList()).isEqualTo(expected);
			String formatted = ExtensionHeader.format(elements);
			assertThat(ExtensionHeader.parse((formatted != null) ? List.of(formatted) : List.of())).isEqualTo(elements);
			assertAnswer(ExtensionNegotiation.accept(ours, elements), elements);
		}
		assertConfirmation(ours, lines);
	}

	private static CompressionOptions options(int bits) {
		return CompressionOptions.of(((bits & 1) != 0) ? CompressionMode.DEDICATED : CompressionMode.SHARED)
			.withWindowBits(8 + ((bits >> 1) & 7));
	}

	private static void assertAnswer(AgreedExtensions agreed, List<ExtensionParameters> offers) {
		assertThat(agreed.answers()).hasSizeLessThanOrEqualTo(1);
		for (ExtensionParameters answer : agreed.answers()) {
			assertThat(offers).anyMatch((offer) -> allows(parameters(offer), parameters(answer)));
		}
	}

	/** RFC 7692 sections 7.1.1 and 7.1.2. */
	private static boolean allows(Map<String, String> offer, Map<String, String> answer) {
		boolean known = List
			.of("server_no_context_takeover", "client_no_context_takeover", "server_max_window_bits",
					"client_max_window_bits")
			.containsAll(offer.keySet());
		boolean context = !offer.containsKey("server_no_context_takeover")
				|| answer.containsKey("server_no_context_takeover");
		return known && context && window(offer.get("server_max_window_bits"), answer.get("server_max_window_bits"))
				&& (!answer.containsKey("client_max_window_bits") || (offer.containsKey("client_max_window_bits")
						&& window(offer.get("client_max_window_bits"), answer.get("client_max_window_bits"))));
	}

	private static boolean window(@Nullable String offered, @Nullable String answered) {
		if (offered == null || offered.isEmpty()) {
			return true;
		}
		// Of an offer whose value is no number nothing may be accepted.
		return answered != null && offered.matches("[0-9]{1,9}")
				&& Integer.parseInt(answered) <= Integer.parseInt(offered);
	}

	private static Map<String, String> parameters(ExtensionParameters element) {
		Map<String, String> parameters = new TreeMap<>();
		element.parameters()
			.forEach((each) -> parameters.merge(each.name(), (each.value() != null) ? each.value() : "",
					(a, b) -> "twice"));
		return parameters;
	}

	private static void assertConfirmation(List<Extension> ours, List<String> lines) {
		try {
			AgreedExtensions confirmed = ExtensionNegotiation.confirm(ours, lines);
			assertThat(confirmed.answers()).allMatch((answer) -> answer.name().equals("permessage-deflate"));
			ExtensionChain chain = confirmed.open();
			if (chain != null) {
				chain.close();
			}
		}
		catch (HandshakeException ex) {
			assertThat(ex.httpStatus()).isEqualTo(101);
		}
	}

	// Elements as they are written by us: "name; a; b=c".
	private static @Nullable List<String> reference(List<String> lines) {
		List<String> elements = new ArrayList<>();
		for (String line : lines) {
			// No token holds a comma, so that quoted ones are none either.
			for (String part : line.split(",", -1)) {
				String text = part.replaceAll("^[ \t]++", "");
				Matcher element = ELEMENT.matcher(text);
				if (text.isEmpty()) {
					continue;
				}
				if (!element.matches()) {
					return null;
				}
				StringBuilder written = new StringBuilder(element.group(1));
				Matcher parameter = ONE_PARAMETER.matcher(element.group(2));
				while (parameter.find()) {
					written.append("; ").append(parameter.group(1));
					if (parameter.group(2) != null) {
						written.append('=').append(parameter.group(3).replaceAll("[\"\\\\]", ""));
					}
				}
				elements.add(written.toString());
			}
		}
		return elements;
	}

}
