package io.aerosocket.internal.transport;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The table of the PROXY protocol's headers, in both versions.
 */
class ProxyHeaderTests {

	private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";

	private static final String TCP4 = "c6336407" + "0a000001" + "1267" + "01bb";

	private static final String TCP6 = "20010db8000000000000000000000007" + "20010db8000000000000000000000001" + "1267"
			+ "01bb";

	@ParameterizedTest
	@CsvSource({ "PROXY TCP4 198.51.100.7 10.0.0.1 4711 443, /198.51.100.7:4711, /10.0.0.1:443",
			"PROXY TCP4 198.51.100.7 10.0.0.1 0 65535, /198.51.100.7:0, /10.0.0.1:65535",
			"PROXY TCP6 2001:db8::7 2001:db8::1 4711 443, /[2001:db8:0:0:0:0:0:7]:4711, /[2001:db8:0:0:0:0:0:1]:443",
			"PROXY UNKNOWN, null, null", "PROXY UNKNOWN whatever it says, null, null" })
	void readsVersion1InAnyCut(String line, String source, String destination) {
		readsInAnyCut((line + "\r\n").getBytes(StandardCharsets.US_ASCII), source, destination);
	}

	@ParameterizedTest
	@CsvSource({ "2111000c" + TCP4 + ", /198.51.100.7:4711, /10.0.0.1:443",
			"21110012" + TCP4 + "040003616263" + ", /198.51.100.7:4711, /10.0.0.1:443",
			"21210024" + TCP6 + ", /[2001:db8:0:0:0:0:0:7]:4711, /[2001:db8:0:0:0:0:0:1]:443", "20000000, null, null",
			"2011000c" + TCP4 + ", null, null", "21000000, null, null", "21310004aabbccdd, null, null" })
	void readsVersion2InAnyCut(String header, String source, String destination) {
		readsInAnyCut(HexFormat.of().parseHex(SIGNATURE + header), source, destination);
	}

	@ParameterizedTest
	@ValueSource(strings = { "PROXY TCP4 198.51.100.7 10.0.0.1 4711\r\n", "PROXY \r\n", "PROXY TCP5 a b 1 2\r\n",
			"PROXY TCP4 198.51.100.7 10.0.0.1 4711 443 9\r\n", "PROXY TCP4 198.51.100.7 10.0.0.1 4711 65536\r\n",
			"PROXY TCP4 198.51.100.7 10.0.0.1 04711 443\r\n", "PROXY TCP4 198.51.100.7 10.0.0.1 -1 443\r\n",
			"PROXY TCP4 198.51.100.7  10.0.0.1 4711 443\r\n", "PROXY TCP4 2001:db8::7 10.0.0.1 4711 443\r\n",
			"PROXY TCP6 198.51.100.7 10.0.0.1 4711 443\r\n", "PROXY TCP4 localhost 10.0.0.1 4711 443\r\n",
			"PROXY TCP4 198.51.100.7 10.0.0.1 4711 443\n", "PROXY tcp4 198.51.100.7 10.0.0.1 4711 443\r\n",
			"PROXY TCP6 2001:db8::7%1 2001:db8::1 4711 443\r\n", "PROXY TCP6 ::198.51.100.7 ::1 4711 443\r\n",
			"PROXY TCP4 198.051.100.7 10.0.0.1 4711 443\r\n" })
	void refusesMalformedVersion1(String line) {
		refuses(line.getBytes(StandardCharsets.US_ASCII));
	}

	@ParameterizedTest
	@ValueSource(strings = { "11110000", "22110000", "2111000b" + TCP4, "21210023" + TCP6, "2112000c" + TCP4,
			"21ff0000", "21111001", "2111ffff" })
	void refusesMalformedVersion2(String header) {
		refuses(HexFormat.of().parseHex(SIGNATURE + header));
	}

	@ParameterizedTest
	@ValueSource(strings = { "GET / HTTP/1.1\r\n", "PROX", "PROXIES ", "\r\n\r\n\0\r\nQUIX", "\u0016\u0003\u0001" })
	void whatIsNoHeaderIsTold(String text) {
		ByteBuf in = Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);
		assertThat(ProxyHeader.read(in).bytes())
			.isEqualTo("PROXY ".startsWith(text) ? ProxyHeader.INCOMPLETE : ProxyHeader.ABSENT);
	}

	@ParameterizedTest
	@ValueSource(ints = { 106, 107, 5000 })
	void aLineOfVersion1HasAnEnd(int length) {
		ByteBuf in = Unpooled.copiedBuffer("PROXY " + "x".repeat(length - 6), StandardCharsets.US_ASCII);
		if (length < 107) {
			assertThat(ProxyHeader.read(in).bytes()).isEqualTo(ProxyHeader.INCOMPLETE);
		}
		else {
			assertThatExceptionOfType(ProxyHeaderException.class).isThrownBy(() -> ProxyHeader.read(in));
		}
	}

	private static void readsInAnyCut(byte[] header, String source, String destination) {
		for (int cut = 0; cut < header.length; cut++) {
			assertThat(ProxyHeader.read(Unpooled.wrappedBuffer(header, 0, cut)).bytes()).as("cut at %d", cut)
				.isEqualTo(ProxyHeader.INCOMPLETE);
		}
		ByteBuf in = Unpooled.wrappedBuffer(Unpooled.wrappedBuffer(header), Unpooled.wrappedBuffer(new byte[9]));
		ProxyHeader read = ProxyHeader.read(in);
		assertThat(read.bytes()).isEqualTo(header.length);
		assertThat(String.valueOf(read.source())).isEqualTo(source);
		assertThat(String.valueOf(read.destination())).isEqualTo(destination);
		assertThat(in.readerIndex()).isZero();
	}

	private static void refuses(byte[] header) {
		assertThatExceptionOfType(ProxyHeaderException.class)
			.isThrownBy(() -> ProxyHeader.read(Unpooled.wrappedBuffer(header)))
			.satisfies((error) -> assertThat(error.getStackTrace()).isEmpty());
	}

}
