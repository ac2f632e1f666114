package io.aerosocket.server;

import java.net.InetAddress;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link AddressRange}.
 */
class AddressRangeTests {

	@ParameterizedTest
	@CsvSource({ "10.0.0.1, 10.0.0.1, true", "10.0.0.1, 10.0.0.2, false", "10.0.0.0/8, 10.255.255.255, true",
			"10.0.0.0/8, 11.0.0.0, false", "10.1.2.3/8, 10.9.9.9, true", "192.168.4.0/22, 192.168.7.255, true",
			"192.168.4.0/22, 192.168.8.0, false", "192.168.4.128/25, 192.168.4.127, false", "0.0.0.0/0, 8.8.8.8, true",
			"0.0.0.0/0, ::1, false", "::/0, 2001:db8::1, true", "::/0, 10.0.0.1, false",
			"2001:db8::/33, 2001:db8:7fff::1, true", "2001:db8::/33, 2001:db8:8000::1, false", "::1, ::1, true",
			"::ffff:10.0.0.0/104, 10.7.7.7, true", "0:0:0:0:0:ffff:100a:1, 16.10.0.1, true" })
	void contains(String range, String address, boolean contains) throws Exception {
		assertThat(AddressRange.parse(range).contains(InetAddress.getByName(address))).isEqualTo(contains);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "localhost", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1", "10.0.0/8", "::/129",
			"fe80::1%1", "10.0.0.0/8/8", "10.0.0.0/ 8", "::ffff:10.0.0.0/95", "::10.0.0.1", "010.0.0.1", "10.0.0.08",
			"::ffff:10.00.0.1" })
	void neitherAddressNorRange(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> AddressRange.parse(text))
			.withMessage(
					"address range: " + text + " (expected: an address or a range, such as 10.0.0.1 or 10.0.0.0/8)");
	}

}
