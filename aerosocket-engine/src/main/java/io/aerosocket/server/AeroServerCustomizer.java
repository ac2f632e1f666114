package io.aerosocket.server;

/**
 * Callback for adjusting a server before it is built.
 */
@FunctionalInterface
public interface AeroServerCustomizer {

	/**
	 * Adjusts the given builder.
	 * @param builder the builder to adjust
	 */
	void customize(AeroServer.Builder builder);

}
