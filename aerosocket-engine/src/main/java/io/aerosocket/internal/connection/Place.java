package io.aerosocket.internal.connection;

/**
 * Where a connection is found.
 *
 * @param group the group of its event loop
 * @param serial its number, which no other connection of this server has
 */
record Place(ConnectionGroup group, long serial) {

}
