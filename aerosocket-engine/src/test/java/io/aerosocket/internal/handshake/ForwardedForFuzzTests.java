package io.aerosocket.internal.handshake;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import org.jspecify.annotations.Nullable;

import io.aerosocket.HandshakeException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever a client writes into the fields that say for whom a proxy asks: it never
 * changes what the trusted proxy adds behind it, and what is read is an address that the
 * JDK reads in the same way, or is refused.
 */
class ForwardedForFuzzTests {

	private static final InetAddress TRUSTED = ip("10.0.0.1");

	private static final InetSocketAddress PROXY = new InetSocketAddress(TRUSTED, 7);

	private static final String ADDED = "198.51.100.7";

	private static final InetSocketAddress CLIENT = new InetSocketAddress(ip(ADDED), 0);

	private static final Pattern NODE = Pattern
		.compile("(?:\\[([0-9a-fA-F:.]+)]|([0-9.]+)|([0-9a-fA-F:.]+?))(?::(?:[0-9]{1,5}|_.*))?", Pattern.DOTALL);

	private final ForwardedFor reader = new ForwardedFor(Set.of(TRUSTED)::contains);

	@FuzzTest(maxDuration = "10m")
	@DictionaryEntries({ "for=", "For=\"", "\", for=", "for=\"[::1]:80\"", "10.0.0.1", "10.0.0.1, ", "1.2.3.4:5",
			"::ffff:1.2.3.4", "[2001:db8::1]", "unknown", "_hidden", ";proto=https", ";by=", "\\\\\"", ", ", "%eth0",
			":_port" })
	void whatAClientWritesChangesNothingBehindIt(byte[] data) {
		String line = new String(data, StandardCharsets.ISO_8859_1);
		String element = "for=" + ADDED;
		String quoted = "for=\"" + ADDED + ":0\"";
		assertThat(this.reader.xForwardedFor(List.of(line + ", " + ADDED), PROXY)).isEqualTo(CLIENT);
		assertThat(this.reader.xForwardedFor(List.of(line, ADDED), PROXY)).isEqualTo(CLIENT);
		assertThat(this.reader.forwarded(List.of(line, element), PROXY)).isEqualTo(CLIENT);
		assertThat(this.reader.forwarded(List.of(line, quoted), PROXY)).isEqualTo(CLIENT);
		for (String added : List.of(element, quoted, element + ", for=10.0.0.1", quoted + ", for=\"10.0.0.1\"")) {
			assertThat(unlessRefused(() -> this.reader.forwarded(List.of(line + ", " + added), PROXY))).isIn(CLIENT,
					null);
		}
	}

	@FuzzTest(maxDuration = "10m")
	@DictionaryEntries({ "10.0.0.1", "10.0.0.1:65535", "1.2.3.4:5", "::ffff:1.2.3.4", "::1", "[2001:db8::1]:80",
			"unknown", "_hidden", "%eth0", ":_port", "\\x5b", "\\x5d" })
	void whatIsReadIsAnAddress(byte[] data) {
		String node = new String(data, StandardCharsets.ISO_8859_1).replace(',', '.').strip();
		InetSocketAddress peer = unlessRefused(() -> this.reader.xForwardedFor(List.of(node), PROXY));
		if (peer == null || peer.equals(PROXY)) {
			return;
		}
		Matcher matcher = NODE.matcher(node);
		assertThat(matcher.matches()).as("%s is an address", node).isTrue();
		String host = (matcher.group(1) != null) ? matcher.group(1)
				: (matcher.group(2) != null) ? matcher.group(2) : node;
		assertThat(peer.getAddress()).isEqualTo(ip(host));
	}

	private static @Nullable InetSocketAddress unlessRefused(Supplier<InetSocketAddress> reading) {
		try {
			return reading.get();
		}
		catch (HandshakeException ex) {
			assertThat(ex.httpStatus()).isEqualTo(400);
			return null;
		}
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
