package io.aerosocket.benchmarks.peer;

import io.aerosocket.Transport;

/**
 * How a peer is to be started.
 *
 * @param port the port to listen on, 0 for any free one
 * @param transport how to talk to the operating system, where the peer has the choice
 * @param threads how many threads do its input and output, where the peer has the choice
 */
record PeerSettings(int port, Transport transport, int threads) {

}
