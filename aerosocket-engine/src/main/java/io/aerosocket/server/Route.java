package io.aerosocket.server;

import io.aerosocket.ConnectionHandler;

/**
 * A route as it was described.
 *
 * @param pattern the path's pattern
 * @param handler the handler of its connections
 * @param options where it differs from its server
 */
record Route(String pattern, ConnectionHandler handler, RouteOptions options) {

}
