package io.aerosocket.internal.connection;

/**
 * Where a connection is found.
 *
 * @param registry the registry of its server
 * @param group the group of its event loop
 * @param serial its number, which no other connection of this server has
 */
record Place(ConnectionRegistry registry, ConnectionGroup group, long serial) {

}
