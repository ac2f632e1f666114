package io.aerosocket.internal.extension;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.aerosocket.HandshakeException;
import io.aerosocket.extension.Extension;
import io.aerosocket.extension.ExtensionAgreement;
import io.aerosocket.extension.ExtensionParameters;
import io.aerosocket.extension.ReservedBit;

/**
 * Which extensions a connection has (RFC 6455 section 9.1): what a server picks of a
 * client's offers, and whether a client can live with a server's answer.
 */
public final class ExtensionNegotiation {

	private static final int SWITCHING_PROTOCOLS = 101;

	private ExtensionNegotiation() {
	}

	/**
	 * Picks, on a server, the first offer of each extension that can be accepted.
	 * @param ours what we speak
	 * @param offers what the client offers, its favourite first
	 * @return what is agreed on, in the client's order
	 */
	public static AgreedExtensions accept(List<Extension> ours, List<ExtensionParameters> offers) {
		if (ours.isEmpty() || offers.isEmpty()) {
			return AgreedExtensions.NONE;
		}
		List<AgreedExtensions.Agreed> agreed = new ArrayList<>(1);
		Set<ReservedBit> taken = EnumSet.noneOf(ReservedBit.class);
		for (ExtensionParameters offer : offers) {
			Extension extension = find(ours, offer.name());
			// A second offer of what was agreed on finds its bit taken, too.
			if (extension != null && !taken.contains(extension.bit())) {
				ExtensionAgreement agreement = extension.accept(offer);
				if (agreement != null) {
					taken.add(extension.bit());
					agreed.add(new AgreedExtensions.Agreed(extension, agreement));
				}
			}
		}
		return AgreedExtensions.of(agreed);
	}

	/**
	 * Writes, on a client, what to offer.
	 * @param ours what we speak, the favourite first
	 * @return the value of {@link ExtensionHeader#NAME}, or {@code null} for no such
	 * field
	 */
	public static @Nullable String offer(List<Extension> ours) {
		return ExtensionHeader.format(ours.stream().flatMap((extension) -> extension.offers().stream()).toList());
	}

	/**
	 * Checks, on a client, what the server answered.
	 * @param ours what we offered
	 * @param values the values of the answer's {@link ExtensionHeader#NAME} lines
	 * @return what is agreed on, in the server's order
	 * @throws HandshakeException if the answer is malformed, names what was not offered,
	 * or two that exclude each other (RFC 6455 section 4.1)
	 */
	public static AgreedExtensions confirm(List<Extension> ours, List<String> values) {
		List<ExtensionParameters> answers;
		try {
			answers = ExtensionHeader.parse(values);
		}
		catch (IllegalArgumentException ex) {
			throw new HandshakeException(SWITCHING_PROTOCOLS, "The server's answer is malformed: " + ex.getMessage());
		}
		List<AgreedExtensions.Agreed> agreed = new ArrayList<>(1);
		Set<ReservedBit> taken = EnumSet.noneOf(ReservedBit.class);
		for (ExtensionParameters answer : answers) {
			Extension extension = find(ours, answer.name());
			if (extension == null) {
				throw new HandshakeException(SWITCHING_PROTOCOLS,
						"The server answered with an extension that was not offered: " + answer.name());
			}
			if (!taken.add(extension.bit())) {
				throw new HandshakeException(SWITCHING_PROTOCOLS,
						"The server answered with two extensions for " + extension.bit());
			}
			agreed.add(new AgreedExtensions.Agreed(extension, extension.confirm(answer)));
		}
		return AgreedExtensions.of(agreed);
	}

	private static @Nullable Extension find(List<Extension> ours, String name) {
		for (Extension extension : ours) {
			if (extension.name().equals(name)) {
				return extension;
			}
		}
		return null;
	}

}
