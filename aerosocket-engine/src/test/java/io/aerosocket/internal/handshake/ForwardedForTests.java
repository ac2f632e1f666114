package io.aerosocket.internal.handshake;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.aerosocket.HandshakeException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ForwardedFor}. The proxies 10.0.0.1, 10.0.0.2 and 2001:db8::1 are
 * trusted.
 */
class ForwardedForTests {

	private static final Set<InetAddress> PROXIES = Set.of(ip("10.0.0.1"), ip("10.0.0.2"), ip("2001:db8::1"));

	private static final InetSocketAddress PROXY = new InetSocketAddress(ip("10.0.0.1"), 7);

	private final ForwardedFor reader = new ForwardedFor(PROXIES::contains);

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			198.51.100.7                                   | 198.51.100.7:0
			198.51.100.7:4711                              | 198.51.100.7:4711
			2001:db8:0:0:0:0:0:7                           | 2001:db8:0:0:0:0:0:7:0
			[2001:db8::7]                                  | 2001:db8:0:0:0:0:0:7:0
			[2001:db8::7]:80                               | 2001:db8:0:0:0:0:0:7:80
			::ffff:198.51.100.7                            | 198.51.100.7:0
			1.1.1.1, 198.51.100.7                          | 198.51.100.7:0
			'evil, also"evil, 198.51.100.7'                | 198.51.100.7:0
			1.1.1.1, 198.51.100.7, 10.0.0.2                | 198.51.100.7:0
			1.1.1.1, 198.51.100.7, 2001:db8::1, 10.0.0.2   | 198.51.100.7:0
			10.0.0.2                                       | 10.0.0.2:0
			,, 198.51.100.7 ,                              | 198.51.100.7:0
			198.51.100.7, unknown                          | 10.0.0.1:7
			198.51.100.7, _hidden, 10.0.0.2                | 10.0.0.2:0
			''                                             | 10.0.0.1:7
			""")
	void theRightmostAddressThatIsNoTrustedProxyIsThePeers(String line, String peer) {
		assertThat(text(this.reader.xForwardedFor(List.of(line), PROXY))).isEqualTo(peer);
		assertThat(text(this.reader.xForwardedFor(List.of(line.split(",", -1)), PROXY))).as("a line for each")
			.isEqualTo(peer);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
			for=198.51.100.7                                     | 198.51.100.7:0
			For=198.51.100.7;proto=https;by=203.0.113.43         | 198.51.100.7:0
			proto=https;for="198.51.100.7:4711"                  | 198.51.100.7:4711
			for="[2001:db8::7]:80"                               | 2001:db8:0:0:0:0:0:7:80
			for="[2001:db8::7]:_port"                            | 2001:db8:0:0:0:0:0:7:0
			for=1.1.1.1, for=198.51.100.7                        | 198.51.100.7:0
			for=198.51.100.7;host="a,b;c", for=10.0.0.2          | 198.51.100.7:0
			for="198.51\\.100.7"                                 | 198.51.100.7:0
			for=198.51.100.7, proto=https                        | 10.0.0.1:7
			for=unknown                                          | 10.0.0.1:7
			for=_gazonk                                          | 10.0.0.1:7
			""")
	void readsForwarded(String line, String peer) {
		assertThat(text(this.reader.forwarded(List.of(line), PROXY))).isEqualTo(peer);
	}

	@ParameterizedTest
	@ValueSource(strings = { "example.org", "198.51.100", "198.51.100.7:", "198.51.100.7:65536", "198.51.100.7:x",
			"[2001:db8::7", "[2001:db8::7]80", "[2001:db8::7]:", "2001:db8::7%eth0", ":80", "198.51.100.7 1.1.1.1",
			"[]", "[", "::1.2.3.4", "0::1.2.3.4", "0:0:0:0:0:0:1.2.3.4" })
	void whatATrustedProxyCannotMeanIsRefused(String node) {
		assertThatExceptionOfType(HandshakeException.class)
			.isThrownBy(() -> this.reader.xForwardedFor(List.of(node), PROXY))
			.satisfies((refused) -> assertThat(refused.httpStatus()).isEqualTo(400));
		assertThatExceptionOfType(HandshakeException.class)
			.isThrownBy(() -> this.reader.forwarded(List.of("for=\"" + node + "\""), PROXY));
	}

	@ParameterizedTest
	@ValueSource(strings = { "for", "=198.51.100.7", "for=\"198.51.100.7", "for=", "198.51.100.7" })
	void whatIsNotForwardedIsRefused(String line) {
		assertThatExceptionOfType(HandshakeException.class)
			.isThrownBy(() -> this.reader.forwarded(List.of(line), PROXY));
	}

	@ParameterizedTest
	@ValueSource(strings = { "198.51.100.7", "not an address" })
	void whatOthersSayIsNotRead(String line) {
		InetSocketAddress stranger = new InetSocketAddress(ip("192.0.2.1"), 9);
		assertThat(this.reader.xForwardedFor(List.of(line), stranger)).isEqualTo(stranger);
		assertThat(this.reader.forwarded(List.of("for=" + line.replace(' ', '-')), stranger)).isEqualTo(stranger);
	}

	private static String text(InetSocketAddress address) {
		return address.getAddress().getHostAddress() + ":" + address.getPort();
	}

	private static InetAddress ip(String text) {
		try {
			return InetAddress.getByName(text);
		}
		catch (UnknownHostException ex) {
			throw new AssertionError(ex);
		}
	}

}
