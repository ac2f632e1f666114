package io.aerosocket.internal.handshake;

import java.util.Locale;

import io.netty.util.NetUtil;
import org.jspecify.annotations.Nullable;

/**
 * Reads addresses as others read them too: what they could take for another one is none.
 */
public final class AddressText {

	private static final int IPV6_BYTES = 16;

	private static final int MAPPED_AT = 10;

	private AddressText() {
	}

	/**
	 * Reads an address.
	 * @param text the address, without a zone
	 * @return its bytes, or {@code null} if it is none
	 */
	public static byte @Nullable [] parse(String text) {
		byte[] bytes = (text.indexOf('%') < 0) ? NetUtil.createByteArrayFromIpAddressString(text) : null;
		return (bytes == null || isTakenForIpv4(text, bytes) || isOctal(text)) ? null : bytes;
	}

	// "::1.2.3.4" is an address of IPv6 that nobody has any more (RFC 4291 section
	// 2.5.5.1). Netty takes it, however it is written, for one of IPv4 within IPv6.
	private static boolean isTakenForIpv4(String text, byte[] bytes) {
		boolean within = bytes.length == IPV6_BYTES && bytes[0] == 0 && bytes[MAPPED_AT] == -1;
		return within && text.indexOf('.') > 0 && !text.toLowerCase(Locale.ROOT).contains("ffff");
	}

	// Some read "010.0.0.1" as 8.0.0.1.
	private static boolean isOctal(String text) {
		int start = text.lastIndexOf(':') + 1;
		for (int i = start; i < text.length() - 1 && text.indexOf('.', start) > 0; i++) {
			boolean first = i == start || text.charAt(i - 1) == '.';
			if (first && text.charAt(i) == '0' && text.charAt(i + 1) != '.') {
				return true;
			}
		}
		return false;
	}

}
