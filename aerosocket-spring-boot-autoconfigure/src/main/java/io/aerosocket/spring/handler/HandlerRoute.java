package io.aerosocket.spring.handler;

import java.util.List;

import io.aerosocket.ConnectionHandler;

/**
 * A path and the handler that was made of a bean for it.
 *
 * @param path the path pattern
 * @param beanName the bean's name
 * @param subprotocols the subprotocols, empty for those of the server
 * @param slowConsumer what happens to a peer that reads too slowly
 * @param compression whether messages are compressed
 * @param handler what the engine calls
 */
public record HandlerRoute(String path, String beanName, List<String> subprotocols, SlowConsumer slowConsumer,
		Compression compression, ConnectionHandler handler) {

	public HandlerRoute {
		subprotocols = List.copyOf(subprotocols);
	}

}
