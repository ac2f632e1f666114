package io.aerosocket.benchmarks.peer;

import java.util.List;

import io.aerosocket.benchmarks.UsageException;

/**
 * The peers that can be chosen. To add one, write a class and list it here.
 */
public final class Peers {

	private static final List<Peer> ALL = List.of(AeroSocketPeer.plain(), AeroSocketPeer.compressing(),
			AeroSocketPeer.compressingInContext(), AeroSocketPeer.withJackson(), AeroSocketSpringPeer.ofMessages(),
			AeroSocketSpringPeer.ofStrings(), AeroSocketSpringPeer.ofRecords(), AeroSocketSpringPeer.onVirtualThreads(),
			AeroSocketSpringPeer.onWorkers(), AeroSocketSpringPeer.withMeters(), NettyPeer.checkingUtf8(),
			NettyPeer.trustingUtf8(), new VertxPeer(), new UndertowPeer(), new HelidonPeer(), new WebFluxPeer(),
			SpringContainers.tomcat(), SpringContainers.jetty(), new ReflectPeer());

	private Peers() {
	}

	/**
	 * Returns the names of all peers.
	 * @return the names
	 */
	public static List<String> names() {
		return ALL.stream().map(Peer::name).toList();
	}

	/**
	 * Returns what a peer measures.
	 * @param name the peer's name
	 * @return the products and their versions
	 * @throws UsageException if there is no such peer
	 */
	public static String version(String name) {
		return find(name).version();
	}

	/**
	 * Finds a peer.
	 * @param name its name
	 * @return the peer
	 * @throws UsageException if there is none
	 */
	static Peer find(String name) {
		return ALL.stream()
			.filter((peer) -> peer.name().equals(name))
			.findFirst()
			.orElseThrow(() -> new UsageException("peer: " + name + " (expected: " + String.join(", ", names()) + ")"));
	}

}
