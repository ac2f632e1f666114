package io.aerosocket.internal.extension;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.aerosocket.CompressionMode;
import io.aerosocket.CompressionOptions;
import io.aerosocket.HandshakeException;
import io.aerosocket.extension.Extension;
import io.aerosocket.extension.ExtensionAgreement;
import io.aerosocket.extension.ExtensionParameters;
import io.aerosocket.extension.ReservedBit;

/**
 * Negotiates permessage-deflate (RFC 7692 section 7.1).
 */
public final class PerMessageDeflate implements Extension {

	/** The extension's name. */
	public static final String NAME = "permessage-deflate";

	private static final String SERVER_NO_CONTEXT_TAKEOVER = "server_no_context_takeover";

	private static final String CLIENT_NO_CONTEXT_TAKEOVER = "client_no_context_takeover";

	private static final String SERVER_MAX_WINDOW_BITS = "server_max_window_bits";

	private static final String CLIENT_MAX_WINDOW_BITS = "client_max_window_bits";

	private static final int SWITCHING_PROTOCOLS = 101;

	/** What {@link #bits} says of a value that is none. */
	private static final int INVALID = -1;

	private final CompressionOptions options;

	private final boolean dedicated;

	/**
	 * Creates the extension.
	 * @param options how to compress; not {@link CompressionMode#OFF}
	 */
	public PerMessageDeflate(CompressionOptions options) {
		if (options.mode() == CompressionMode.OFF) {
			throw new IllegalArgumentException("compression mode: OFF (expected: SHARED or DEDICATED)");
		}
		this.options = options;
		this.dedicated = options.mode() == CompressionMode.DEDICATED;
	}

	@Override
	public String name() {
		return NAME;
	}

	@Override
	public ReservedBit bit() {
		return ReservedBit.RSV1;
	}

	@Override
	public @Nullable ExtensionAgreement accept(ExtensionParameters offer) {
		if (!isWellFormed(offer, true)) {
			return null;
		}
		ExtensionParameters answer = ExtensionParameters.of(NAME);
		boolean keepsContext = this.dedicated && !offer.has(SERVER_NO_CONTEXT_TAKEOVER);
		if (!keepsContext) {
			answer = answer.with(SERVER_NO_CONTEXT_TAKEOVER);
		}
		// Also unasked (section 7.1.1.2): then the client does not build on a context
		// that
		// nobody keeps.
		boolean peerKeepsContext = this.dedicated && !offer.has(CLIENT_NO_CONTEXT_TAKEOVER);
		if (!peerKeepsContext) {
			answer = answer.with(CLIENT_NO_CONTEXT_TAKEOVER);
		}
		int windowBits = Math.min(this.options.windowBits(), bits(offer, SERVER_MAX_WINDOW_BITS));
		if (windowBits < DeflateSettings.LARGEST_BITS || offer.has(SERVER_MAX_WINDOW_BITS)) {
			answer = answer.with(SERVER_MAX_WINDOW_BITS, windowBits);
		}
		int peerWindowBits = bits(offer, CLIENT_MAX_WINDOW_BITS);
		// Only a client that names it understands it (section 7.1.2.2). What it names is
		// a hint, and without an answer it may use all: whoever keeps less has to say so.
		if (offer.has(CLIENT_MAX_WINDOW_BITS)) {
			peerWindowBits = Math.min(this.options.windowBits(), peerWindowBits);
			if (peerWindowBits < DeflateSettings.LARGEST_BITS) {
				answer = answer.with(CLIENT_MAX_WINDOW_BITS, peerWindowBits);
			}
		}
		return agreement(answer, keepsContext, windowBits, peerKeepsContext, peerWindowBits);
	}

	@Override
	public List<ExtensionParameters> offers() {
		ExtensionParameters least = ExtensionParameters.of(NAME);
		if (!this.dedicated) {
			least = least.with(SERVER_NO_CONTEXT_TAKEOVER).with(CLIENT_NO_CONTEXT_TAKEOVER);
		}
		ExtensionParameters more = least;
		if (limitsWindow()) {
			more = more.with(SERVER_MAX_WINDOW_BITS, this.options.windowBits())
				.with(CLIENT_MAX_WINDOW_BITS, this.options.windowBits());
		}
		else {
			more = more.with(CLIENT_MAX_WINDOW_BITS);
		}
		// A server that cannot do the first may do the second.
		return List.of(more, least);
	}

	@Override
	public ExtensionAgreement confirm(ExtensionParameters answer) {
		if (!isWellFormed(answer, false)) {
			throw refused(answer, "valid parameters of RFC 7692");
		}
		if (!this.dedicated && !answer.has(SERVER_NO_CONTEXT_TAKEOVER)) {
			throw refused(answer, SERVER_NO_CONTEXT_TAKEOVER);
		}
		int windowBits = bits(answer, CLIENT_MAX_WINDOW_BITS);
		if (limitsWindow() && answer.has(CLIENT_MAX_WINDOW_BITS) && windowBits > this.options.windowBits()) {
			throw refused(answer, "no more than the offered " + CLIENT_MAX_WINDOW_BITS);
		}
		int peerWindowBits = bits(answer, SERVER_MAX_WINDOW_BITS);
		if (limitsWindow() && answer.has(SERVER_MAX_WINDOW_BITS) && peerWindowBits > this.options.windowBits()) {
			throw refused(answer, "no more than the offered " + SERVER_MAX_WINDOW_BITS);
		}
		return agreement(answer, this.dedicated && !answer.has(CLIENT_NO_CONTEXT_TAKEOVER),
				Math.min(this.options.windowBits(), windowBits), !answer.has(SERVER_NO_CONTEXT_TAKEOVER),
				peerWindowBits);
	}

	private boolean limitsWindow() {
		return this.options.windowBits() < DeflateSettings.LARGEST_BITS;
	}

	private ExtensionAgreement agreement(ExtensionParameters answer, boolean keepsContext, int windowBits,
			boolean peerKeepsContext, int peerWindowBits) {
		DeflateSettings settings = new DeflateSettings(keepsContext, windowBits, peerKeepsContext, peerWindowBits,
				this.options.level(), this.options.minSize(), this.options.maxRatio());
		return new ExtensionAgreement(answer, () -> new DeflateSession(settings));
	}

	// Section 7.1: what is unknown, has a wrong value or is there twice declines an offer
	// and fails the connection when it is an answer.
	private static boolean isWellFormed(ExtensionParameters parameters, boolean offer) {
		for (ExtensionParameters.Parameter parameter : parameters.parameters()) {
			boolean valid = switch (parameter.name()) {
				case SERVER_NO_CONTEXT_TAKEOVER, CLIENT_NO_CONTEXT_TAKEOVER -> parameter.value() == null;
				case SERVER_MAX_WINDOW_BITS -> bits(parameter.value()) != INVALID;
				// Without a value it says, in an offer, that the client understands it.
				case CLIENT_MAX_WINDOW_BITS ->
					(offer && parameter.value() == null) || bits(parameter.value()) != INVALID;
				default -> false;
			};
			if (!valid) {
				return false;
			}
		}
		return !parameters.hasDuplicates();
	}

	private static int bits(ExtensionParameters parameters, String name) {
		String value = parameters.value(name);
		return (value != null) ? bits(value) : DeflateSettings.LARGEST_BITS;
	}

	// "a decimal integer value without leading zeroes between 8 to 15 inclusive"
	private static int bits(@Nullable String value) {
		if (value == null) {
			return INVALID;
		}
		return switch (value) {
			case "8" -> 8;
			case "9" -> 9;
			case "10" -> 10;
			case "11" -> 11;
			case "12" -> 12;
			case "13" -> 13;
			case "14" -> 14;
			case "15" -> 15;
			default -> INVALID;
		};
	}

	private static HandshakeException refused(ExtensionParameters answer, String expected) {
		return new HandshakeException(SWITCHING_PROTOCOLS,
				"The server answered with " + answer + " (expected: " + expected + ")");
	}

}
