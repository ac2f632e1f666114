package io.aerosocket.internal.extension;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.aerosocket.extension.Extension;
import io.aerosocket.extension.ExtensionAgreement;
import io.aerosocket.extension.ExtensionParameters;

/**
 * The extensions that one connection has, before it is open.
 */
public final class AgreedExtensions {

	/** No extension. */
	public static final AgreedExtensions NONE = new AgreedExtensions(List.of());

	private final List<Agreed> agreed;

	private AgreedExtensions(List<Agreed> agreed) {
		this.agreed = agreed;
	}

	static AgreedExtensions of(List<Agreed> agreed) {
		return agreed.isEmpty() ? NONE : new AgreedExtensions(List.copyOf(agreed));
	}

	/**
	 * Returns what the server's answer says of them.
	 * @return the value of {@link ExtensionHeader#NAME}, or {@code null} for no such
	 * field
	 */
	public @Nullable String headerValue() {
		return ExtensionHeader.format(answers());
	}

	/**
	 * Returns them with their parameters.
	 * @return one element for each, in the order of the answer
	 */
	public List<ExtensionParameters> answers() {
		return this.agreed.isEmpty() ? List.of()
				: this.agreed.stream().map((each) -> each.agreement().answer()).toList();
	}

	/**
	 * Opens their sessions. Call it once, when the connection opens, on its event loop.
	 * @return the chain of them, the caller's to close, or {@code null} if there are none
	 */
	public @Nullable ExtensionChain open() {
		return this.agreed.isEmpty() ? null : ExtensionChain.open(this.agreed);
	}

	/**
	 * One extension and what was agreed on.
	 *
	 * @param extension the extension
	 * @param agreement what was agreed on
	 */
	record Agreed(Extension extension, ExtensionAgreement agreement) {

	}

}
