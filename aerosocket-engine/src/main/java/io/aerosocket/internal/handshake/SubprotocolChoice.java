package io.aerosocket.internal.handshake;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Which subprotocol is spoken (RFC 6455 section 4.2.2, step 5.5): the first of ours that
 * the client offers; none if there is no such, which a client may refuse.
 */
public final class SubprotocolChoice {

	private SubprotocolChoice() {
	}

	/**
	 * Chooses.
	 * @param offered what the client offers
	 * @param ours what we speak, our favourite first
	 * @return the choice, or {@code null}
	 */
	public static @Nullable String choose(List<String> offered, List<String> ours) {
		for (String name : ours) {
			if (offered.contains(name)) {
				return name;
			}
		}
		return null;
	}

	/**
	 * Reads what a client offers.
	 * @param head the request
	 * @return names in the client's order, or {@code null} if one is not a token
	 */
	static @Nullable List<String> offered(RequestHead head) {
		Set<String> names = new LinkedHashSet<>();
		for (String value : head.all("Sec-WebSocket-Protocol")) {
			for (String part : value.split(",", -1)) {
				String name = part.strip();
				if (name.isEmpty()) {
					// RFC 9110 section 5.6.1: empty elements of a list are ignored.
					continue;
				}
				if (!name.chars().allMatch(RequestHead::isTokenCharacter)) {
					return null;
				}
				names.add(name);
			}
		}
		return List.copyOf(names);
	}

}
