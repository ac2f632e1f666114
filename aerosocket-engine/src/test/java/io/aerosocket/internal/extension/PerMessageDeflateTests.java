package io.aerosocket.internal.extension;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.aerosocket.CompressionMode;
import io.aerosocket.CompressionOptions;
import io.aerosocket.HandshakeException;
import io.aerosocket.extension.Extension;
import io.aerosocket.extension.ExtensionAgreement;
import io.aerosocket.extension.ExtensionParameters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class PerMessageDeflateTests {

	private static final CompressionOptions SHARED = CompressionOptions.of(CompressionMode.SHARED);

	private static final CompressionOptions DEDICATED = CompressionOptions.of(CompressionMode.DEDICATED);

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					|
					client_max_window_bits                              |
					client_max_window_bits=10                           | client_max_window_bits=10
					server_no_context_takeover                          | server_no_context_takeover
					client_no_context_takeover                          | client_no_context_takeover
					server_max_window_bits=8                            | server_max_window_bits=8
					server_max_window_bits=15                           | server_max_window_bits=15
					server_max_window_bits=10; server_no_context_takeover | server_no_context_takeover; server_max_window_bits=10
					""")
	void dedicatedServerAnswers(String offer, String answer) {
		assertThat(answer(DEDICATED, offer)).isEqualTo(element(answer));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			|
			client_max_window_bits                              |
			server_no_context_takeover                          |
			server_max_window_bits=9                            | server_max_window_bits=9
			""")
	void sharedServerKeepsNoContextEitherWay(String offer, String answer) {
		assertThat(answer(SHARED, offer)).isEqualTo(element(
				"server_no_context_takeover; client_no_context_takeover" + ((answer != null) ? "; " + answer : "")));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			|                            server_max_window_bits=11
			server_max_window_bits=9   | server_max_window_bits=9
			server_max_window_bits=12  | server_max_window_bits=11
			client_max_window_bits     | server_max_window_bits=11; client_max_window_bits=11
			client_max_window_bits=12  | server_max_window_bits=11; client_max_window_bits=11
			client_max_window_bits=9   | server_max_window_bits=11; client_max_window_bits=9
			""")
	void smallerWindowIsSaidAndAskedFor(String offer, String answer) {
		assertThat(answer(DEDICATED.withWindowBits(11), offer)).isEqualTo(element(answer));
	}

	@ParameterizedTest
	@ValueSource(strings = { "unknown", "unknown=1", "server_no_context_takeover=1", "client_no_context_takeover=true",
			"server_max_window_bits", "server_max_window_bits=7", "server_max_window_bits=16",
			"server_max_window_bits=08", "server_max_window_bits=1e1", "server_max_window_bits=+9",
			"client_max_window_bits=7", "client_max_window_bits=16", "client_max_window_bits=015",
			"server_no_context_takeover; server_no_context_takeover",
			"client_max_window_bits; client_max_window_bits=10", "SERVER_NO_CONTEXT_TAKEOVER" })
	void invalidOfferIsDeclined(String offer) {
		assertThat(new PerMessageDeflate(DEDICATED).accept(parse(offer))).isNull();
	}

	@Test
	void clientOffersWhatItCanDoAndLessAfterThat() {
		assertThat(offers(SHARED)).containsExactly(
				"permessage-deflate; server_no_context_takeover; client_no_context_takeover; client_max_window_bits",
				"permessage-deflate; server_no_context_takeover; client_no_context_takeover");
		assertThat(offers(DEDICATED)).containsExactly("permessage-deflate; client_max_window_bits",
				"permessage-deflate");
		assertThat(offers(DEDICATED.withWindowBits(12))).containsExactly(
				"permessage-deflate; server_max_window_bits=12; client_max_window_bits=12", "permessage-deflate");
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "", "server_no_context_takeover", "client_no_context_takeover", "server_max_window_bits=10",
					"client_max_window_bits=9", "client_max_window_bits=15; server_max_window_bits=15" })
	void clientTakesWhatItCanLiveWith(String answer) {
		assertThat(new PerMessageDeflate(DEDICATED).confirm(parse(answer)).answer()).isEqualTo(parse(answer));
	}

	@ParameterizedTest
	@ValueSource(strings = { "unknown", "client_max_window_bits", "client_max_window_bits=16", "server_max_window_bits",
			"server_no_context_takeover=1", "client_no_context_takeover; client_no_context_takeover" })
	void clientRefusesAnInvalidAnswer(String answer) {
		assertRefuses(DEDICATED, answer);
	}

	@Test
	void clientRefusesLessThanItAskedFor() {
		assertRefuses(SHARED, "");
		assertRefuses(SHARED, "client_no_context_takeover");
		assertRefuses(DEDICATED.withWindowBits(10), "client_max_window_bits=11");
		assertRefuses(DEDICATED.withWindowBits(10), "server_max_window_bits=11");
		new PerMessageDeflate(SHARED).confirm(parse("server_no_context_takeover"));
		new PerMessageDeflate(DEDICATED.withWindowBits(10))
			.confirm(parse("client_max_window_bits=10; server_max_window_bits=8"));
	}

	@ParameterizedTest
	@CsvSource({ "SHARED,SHARED", "SHARED,DEDICATED", "DEDICATED,SHARED", "DEDICATED,DEDICATED" })
	void weUnderstandOurselves(CompressionMode client, CompressionMode server) {
		for (int clientBits : List.of(8, 15)) {
			for (int serverBits : List.of(9, 15)) {
				List<Extension> ours = List
					.of(new PerMessageDeflate(CompressionOptions.of(client).withWindowBits(clientBits)));
				AgreedExtensions atServer = ExtensionNegotiation.accept(
						List.of(new PerMessageDeflate(CompressionOptions.of(server).withWindowBits(serverBits))),
						ExtensionHeader.parse(List.of(ExtensionNegotiation.offer(ours))));
				AgreedExtensions atClient = ExtensionNegotiation.confirm(ours, List.of(atServer.headerValue()));
				assertThat(atClient.answers()).isEqualTo(atServer.answers()).hasSize(1);
			}
		}
	}

	@Test
	void sessionsWithoutContextMakeTheSameOfAMessage() {
		assertThat(variant(SHARED, "")).isNotNull().isEqualTo(variant(DEDICATED, "server_no_context_takeover"));
		assertThat(variant(SHARED, "")).isNotEqualTo(variant(SHARED.withLevel(6), ""))
			.isNotEqualTo(variant(SHARED.withMinSize(1), ""))
			.isNotEqualTo(variant(SHARED, "server_max_window_bits=9"));
		assertThat(variant(DEDICATED, "")).isNull();
	}

	@Test
	void offIsNoExtension() {
		assertThatIllegalArgumentException().isThrownBy(() -> new PerMessageDeflate(CompressionOptions.OFF));
	}

	private static Object variant(CompressionOptions options, String offer) {
		return new PerMessageDeflate(options).accept(parse(offer)).opener().get().variant();
	}

	private static void assertRefuses(CompressionOptions options, String answer) {
		assertThatExceptionOfType(HandshakeException.class)
			.isThrownBy(() -> new PerMessageDeflate(options).confirm(parse(answer)))
			.withMessageContaining("The server answered with permessage-deflate");
	}

	private static List<String> offers(CompressionOptions options) {
		return new PerMessageDeflate(options).offers().stream().map(ExtensionParameters::toString).toList();
	}

	private static String answer(CompressionOptions options, String offer) {
		ExtensionAgreement agreement = new PerMessageDeflate(options).accept(parse(offer));
		assertThat(agreement).isNotNull();
		return agreement.answer().toString();
	}

	private static ExtensionParameters parse(String parameters) {
		return ExtensionHeader.parse(List.of(element(parameters))).get(0);
	}

	private static String element(String parameters) {
		return "permessage-deflate" + ((parameters == null || parameters.isEmpty()) ? "" : "; " + parameters);
	}

}
