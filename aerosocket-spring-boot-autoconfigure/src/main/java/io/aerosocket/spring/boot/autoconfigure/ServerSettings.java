package io.aerosocket.spring.boot.autoconfigure;

import java.util.ArrayList;
import java.util.List;

import io.netty.handler.ssl.SslContext;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.ssl.SslBundles;

import io.aerosocket.server.AeroServer;
import io.aerosocket.server.AeroServerCustomizer;
import io.aerosocket.server.ServerOptions;

/**
 * Makes the options of a server of its properties, as they are made when it starts:
 * properties first, then customizers.
 *
 * @param customizers the application's customizers
 * @param bundles the application's SSL bundles
 */
record ServerSettings(ObjectProvider<AeroServerCustomizer> customizers, ObjectProvider<SslBundles> bundles) {

	/**
	 * Makes options.
	 * @param properties the properties
	 * @param sslContext what was made of their SSL bundle, or {@code null} without one
	 * @return the options
	 * @throws IllegalArgumentException if one is out of range
	 */
	ServerOptions options(AeroSocketServerProperties properties, @Nullable SslContext sslContext) {
		AeroServer.Builder scratch = AeroServer.builder();
		new PropertiesServerCustomizer(properties, sslContext).customize(scratch);
		this.customizers.orderedStream().forEach((customizer) -> customizer.customize(scratch));
		List<ServerOptions> built = new ArrayList<>();
		scratch.options((options) -> built.add(options.build()));
		return built.get(0);
	}

	/**
	 * Makes a TLS context.
	 * @param properties which bundle, and how to use it
	 * @return the context, or {@code null} if no bundle is named
	 */
	@Nullable SslContext sslContext(AeroSocketServerProperties.Ssl properties) {
		return ServerSsl.context(properties, this.bundles);
	}

}
