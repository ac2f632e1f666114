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
import io.aerosocket.extension.ReservedBit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ExtensionNegotiationTests {

	private static final List<Extension> OURS = List.of(
			new PerMessageDeflate(CompressionOptions.of(CompressionMode.DEDICATED)),
			new XorExtension("x-xor", ReservedBit.RSV2), new XorExtension("x-rival", ReservedBit.RSV1));

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			permessage-deflate                                            | permessage-deflate
			x-unknown, permessage-deflate                                 | permessage-deflate
			permessage-deflate; bad, permessage-deflate                   | permessage-deflate
			permessage-deflate, permessage-deflate; server_max_window_bits=9 | permessage-deflate
			permessage-deflate; bad, permessage-deflate; bad              |
			x-xor; key=3, permessage-deflate                              | x-xor; key=3, permessage-deflate
			permessage-deflate, x-xor; key=3                              | permessage-deflate, x-xor; key=3
			x-rival; key=1, permessage-deflate                            | x-rival; key=1
			permessage-deflate, x-rival; key=1                            | permessage-deflate
			x-rival, permessage-deflate                                   | permessage-deflate
			x-webkit-deflate-frame, Permessage-Deflate                    |
			""")
	void serverPicksTheFirstOfferThatItCanAccept(String offer, String answer) {
		AgreedExtensions agreed = ExtensionNegotiation.accept(OURS, ExtensionHeader.parse(List.of(offer)));
		assertThat(agreed.headerValue()).isEqualTo(answer);
	}

	@Test
	void withoutExtensionsNothingIsAgreedOn() {
		assertThat(ExtensionNegotiation.accept(List.of(), ExtensionHeader.parse(List.of("permessage-deflate"))))
			.isSameAs(AgreedExtensions.NONE);
		assertThat(ExtensionNegotiation.accept(OURS, List.of())).isSameAs(AgreedExtensions.NONE);
		assertThat(ExtensionNegotiation.offer(List.of())).isNull();
		assertThat(ExtensionNegotiation.confirm(List.of(), List.of())).isSameAs(AgreedExtensions.NONE);
		assertThat(AgreedExtensions.NONE.headerValue()).isNull();
		assertThat(AgreedExtensions.NONE.open()).isNull();
	}

	@Test
	void clientOffersAllItHas() {
		assertThat(ExtensionNegotiation.offer(OURS.subList(0, 2)))
			.isEqualTo("permessage-deflate; client_max_window_bits, permessage-deflate, x-xor; key=7");
	}

	@Test
	void clientTakesAnAnswerInTheServersOrder() {
		assertThat(ExtensionNegotiation.confirm(OURS, List.of("x-xor; key=7", "permessage-deflate")).headerValue())
			.isEqualTo("x-xor; key=7, permessage-deflate");
	}

	@ParameterizedTest
	@ValueSource(strings = { "x-unknown", "permessage-deflate;", "permessage-deflate, permessage-deflate",
			"permessage-deflate, x-rival; key=7", "x-xor; key=8", "permessage-deflate; unknown" })
	void clientRefusesAnAnswerThatFitsNoOffer(String answer) {
		assertThatExceptionOfType(HandshakeException.class)
			.isThrownBy(() -> ExtensionNegotiation.confirm(OURS, List.of(answer)));
	}

}
