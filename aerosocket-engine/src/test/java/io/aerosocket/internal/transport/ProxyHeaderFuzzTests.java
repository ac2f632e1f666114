package io.aerosocket.internal.transport;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever a connection begins with: it is read as a header of the PROXY protocol, told
 * from one, or refused, and never beyond its end; more bytes behind it change nothing.
 */
class ProxyHeaderFuzzTests {

	/** The longest header of either version. */
	private static final int LONGEST = 16 + 4096;

	private static final Pattern VERSION_1 = Pattern
		.compile("PROXY (UNKNOWN|UNKNOWN [^\n]*|TCP[46] [0-9a-fA-F:.]+ [0-9a-fA-F:.]+ [0-9]{1,5} [0-9]{1,5})\r\n");

	@FuzzTest(maxDuration = "10m")
	@DictionaryEntries({ "PROXY ", "PROXY TCP4 1.2.3.4 5.6.7.8 9 10\\x0d\\x0a", "TCP6 ::1 ::2 ", "UNKNOWN",
			"\\x0d\\x0a", "\\x0d\\x0a\\x0d\\x0a\\x00\\x0d\\x0aQUIT\\x0a", "\\x21\\x11\\x00\\x0c",
			"\\x21\\x21\\x00\\x24", "\\x20\\x00" })
	void readsAHeaderOrRefuses(byte[] data) {
		ProxyHeader whole = read(data, data.length);
		for (int cut = 0; cut < Math.min(data.length, LONGEST); cut++) {
			ProxyHeader part = read(data, cut);
			if (part == null || part.bytes() != ProxyHeader.INCOMPLETE) {
				assertThat(part).as("once it is known at %d, it stays so", cut).isEqualTo(whole);
				break;
			}
		}
		if (whole != null && whole.bytes() > 0) {
			assertThat(whole.bytes()).isLessThanOrEqualTo(Math.min(data.length, LONGEST));
			assertThat(whole.source() == null).isEqualTo(whole.destination() == null);
			if (data[0] == 'P') {
				assertThat(new String(data, 0, whole.bytes(), StandardCharsets.ISO_8859_1)).matches(VERSION_1);
			}
		}
		if (data.length >= LONGEST) {
			assertThat(whole == null || whole.bytes() != ProxyHeader.INCOMPLETE).as("it has an end").isTrue();
		}
	}

	private static @Nullable ProxyHeader read(byte[] data, int length) {
		ByteBuf in = Unpooled.wrappedBuffer(data, 0, length);
		try {
			return ProxyHeader.read(in);
		}
		catch (ProxyHeaderException ex) {
			return null;
		}
	}

}
