package io.aerosocket.server;

import java.net.InetAddress;
import java.net.UnknownHostException;

import io.aerosocket.internal.handshake.AddressText;

/**
 * All addresses that begin with the same bits, in the notation of CIDR (RFC 4632 section
 * 3.1).
 *
 * @param address an address of the range
 * @param prefix how many of its bits the others share, 0 for all addresses of its kind
 */
public record AddressRange(InetAddress address, int prefix) {

	private static final int BITS_OF_MAPPED = 96;

	public AddressRange {
		int most = address.getAddress().length * Byte.SIZE;
		if (prefix < 0 || prefix > most) {
			throw new IllegalArgumentException("address range prefix: " + prefix + " (expected: 0-" + most + ")");
		}
	}

	/**
	 * Reads a range.
	 * @param text an address, such as {@code 10.0.0.1}, or a range, such as
	 * {@code 10.0.0.0/8} or {@code 2001:db8::/32}; never the name of a host
	 * @return the range
	 * @throws IllegalArgumentException if it is neither
	 */
	public static AddressRange parse(String text) {
		int slash = text.indexOf('/');
		String host = (slash < 0) ? text : text.substring(0, slash);
		byte[] bytes = AddressText.parse(host);
		String bits = (slash < 0) ? "" : text.substring(slash + 1);
		if (bytes == null || (slash >= 0 && !bits.matches("[0-9]{1,3}"))) {
			throw malformed(text);
		}
		int prefix = (slash < 0) ? bytes.length * Byte.SIZE : Integer.parseInt(bits);
		try {
			InetAddress address = InetAddress.getByAddress(bytes);
			// An address of IPv4 that is written as one of IPv6.
			int shorter = (address.getAddress().length < bytes.length) ? BITS_OF_MAPPED : 0;
			return new AddressRange(address, prefix - shorter);
		}
		catch (UnknownHostException | IllegalArgumentException ex) {
			throw malformed(text);
		}
	}

	/**
	 * Returns whether an address is one of them.
	 * @param other the address
	 * @return whether it begins with the same bits
	 */
	public boolean contains(InetAddress other) {
		byte[] ours = this.address.getAddress();
		byte[] theirs = other.getAddress();
		if (ours.length != theirs.length) {
			return false;
		}
		int whole = this.prefix / Byte.SIZE;
		for (int i = 0; i < whole; i++) {
			if (ours[i] != theirs[i]) {
				return false;
			}
		}
		int rest = this.prefix % Byte.SIZE;
		return rest == 0 || ((ours[whole] ^ theirs[whole]) & 0xFF) >>> (Byte.SIZE - rest) == 0;
	}

	@Override
	public String toString() {
		return this.address.getHostAddress() + "/" + this.prefix;
	}

	private static IllegalArgumentException malformed(String text) {
		return new IllegalArgumentException(
				"address range: " + text + " (expected: an address or a range, such as 10.0.0.1 or 10.0.0.0/8)");
	}

}
