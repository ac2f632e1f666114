package io.aerosocket.internal.transport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;

import io.netty.buffer.ByteBuf;
import io.netty.util.NetUtil;
import org.jspecify.annotations.Nullable;

import io.aerosocket.internal.handshake.AddressText;

/**
 * A header of the PROXY protocol, version 1 or 2, as
 * <a href="https://www.haproxy.org/download/3.0/doc/proxy-protocol.txt">its
 * specification</a> has it. Read strictly: whoever sends it is a proxy and no browser.
 *
 * @param source for whom a proxy connects, or {@code null} if it does so for itself or
 * does not say
 * @param destination where that one connected to, or {@code null}
 * @param bytes the length of the header, or {@link #INCOMPLETE} or {@link #ABSENT}
 */
record ProxyHeader(@Nullable InetSocketAddress source, @Nullable InetSocketAddress destination, int bytes) {

	/** Not enough of it has arrived. */
	static final int INCOMPLETE = -1;

	/** What arrived is none. */
	static final int ABSENT = -2;

	private static final byte[] VERSION_1 = "PROXY ".getBytes(StandardCharsets.US_ASCII);

	private static final byte[] VERSION_2 = { 0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A };

	/** The longest header of version 1, its CR and LF included. */
	private static final int LONGEST_VERSION_1 = 107;

	/** The part of version 2 whose length does not depend on anything. */
	private static final int FIXED_VERSION_2 = 16;

	/** The most that we read of addresses and of what a proxy adds to them. */
	private static final int LONGEST_VERSION_2 = 4096;

	private static final int COMMAND_LOCAL = 0x20;

	private static final int COMMAND_PROXY = 0x21;

	private static final int UNSPECIFIED = 0x00;

	private static final int TCP_OVER_IPV4 = 0x11;

	private static final int TCP_OVER_IPV6 = 0x21;

	private static final int UNIX_STREAM = 0x31;

	private static final int PARTS_OF_VERSION_1 = 6;

	private static final String PORT = "0|[1-9][0-9]{0,4}";

	private static final int HIGHEST_PORT = 65_535;

	/**
	 * Reads a header.
	 * @param in what has arrived, which is not changed
	 * @return the header
	 * @throws ProxyHeaderException if it is malformed
	 */
	static ProxyHeader read(ByteBuf in) {
		if (startsLike(in, VERSION_1)) {
			return (in.readableBytes() > VERSION_1.length) ? version1(in) : local(INCOMPLETE);
		}
		if (startsLike(in, VERSION_2)) {
			return (in.readableBytes() >= FIXED_VERSION_2) ? version2(in) : local(INCOMPLETE);
		}
		return local(ABSENT);
	}

	private static boolean startsLike(ByteBuf in, byte[] signature) {
		int length = Math.min(signature.length, in.readableBytes());
		for (int i = 0; i < length; i++) {
			if (in.getByte(in.readerIndex() + i) != signature[i]) {
				return false;
			}
		}
		return true;
	}

	private static ProxyHeader version1(ByteBuf in) {
		int length = Math.min(LONGEST_VERSION_1, in.readableBytes());
		int newLine = in.indexOf(in.readerIndex(), in.readerIndex() + length, (byte) '\n');
		if (newLine < 0) {
			if (length == LONGEST_VERSION_1) {
				throw new ProxyHeaderException("version 1: longer than " + LONGEST_VERSION_1 + " bytes");
			}
			return local(INCOMPLETE);
		}
		int bytes = newLine + 1 - in.readerIndex();
		if (in.getByte(newLine - 1) != '\r') {
			throw new ProxyHeaderException("version 1: its line does not end in CR and LF");
		}
		String[] parts = in.toString(in.readerIndex(), bytes - 2, StandardCharsets.US_ASCII).split(" ", -1);
		if (parts[1].equals("UNKNOWN")) {
			return local(bytes);
		}
		boolean ipv4 = parts[1].equals("TCP4");
		if (parts.length != PARTS_OF_VERSION_1 || !(ipv4 || parts[1].equals("TCP6"))) {
			throw new ProxyHeaderException("version 1: not an address family and two addresses");
		}
		return new ProxyHeader(address(parts[2], parts[4], ipv4), address(parts[3], parts[5], ipv4), bytes);
	}

	private static InetSocketAddress address(String host, String port, boolean ipv4) {
		boolean valid = ipv4 ? NetUtil.isValidIpV4Address(host)
				: (host.indexOf('%') < 0 && host.indexOf('[') < 0 && NetUtil.isValidIpV6Address(host));
		byte[] bytes = valid ? AddressText.parse(host) : null;
		if (bytes == null || !port.matches(PORT) || Integer.parseInt(port) > HIGHEST_PORT) {
			throw new ProxyHeaderException("version 1: not an address and a port");
		}
		return address(bytes, Integer.parseInt(port));
	}

	private static ProxyHeader version2(ByteBuf in) {
		int start = in.readerIndex();
		int command = in.getUnsignedByte(start + VERSION_2.length);
		int family = in.getUnsignedByte(start + VERSION_2.length + 1);
		int length = in.getUnsignedShort(start + VERSION_2.length + 2);
		if ((command != COMMAND_LOCAL && command != COMMAND_PROXY) || length > LONGEST_VERSION_2) {
			throw new ProxyHeaderException("version 2: not its commands, or longer than " + LONGEST_VERSION_2);
		}
		int bytes = FIXED_VERSION_2 + length;
		if (in.readableBytes() < bytes) {
			return local(INCOMPLETE);
		}
		if (command == COMMAND_LOCAL) {
			return local(bytes);
		}
		return switch (family) {
			case TCP_OVER_IPV4 -> addresses(in, 4, length);
			case TCP_OVER_IPV6 -> addresses(in, 16, length);
			case UNSPECIFIED, UNIX_STREAM -> local(bytes);
			default -> throw new ProxyHeaderException("version 2: an address family that is none of TCP");
		};
	}

	// Two addresses, two ports, and then whatever else the proxy says.
	private static ProxyHeader addresses(ByteBuf in, int addressBytes, int length) {
		int ports = 2 * addressBytes;
		if (length < ports + 2 * Short.BYTES) {
			throw new ProxyHeaderException("version 2: too short for its addresses");
		}
		int start = in.readerIndex() + FIXED_VERSION_2;
		byte[] source = new byte[addressBytes];
		byte[] destination = new byte[addressBytes];
		in.getBytes(start, source).getBytes(start + addressBytes, destination);
		return new ProxyHeader(address(source, in.getUnsignedShort(start + ports)),
				address(destination, in.getUnsignedShort(start + ports + Short.BYTES)), FIXED_VERSION_2 + length);
	}

	private static InetSocketAddress address(byte @Nullable [] bytes, int port) {
		try {
			return new InetSocketAddress(InetAddress.getByAddress(bytes), port);
		}
		catch (UnknownHostException ex) {
			throw new ProxyHeaderException("not an address");
		}
	}

	private static ProxyHeader local(int bytes) {
		return new ProxyHeader(null, null, bytes);
	}

}
