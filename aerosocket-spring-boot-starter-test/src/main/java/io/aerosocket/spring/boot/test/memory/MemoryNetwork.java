package io.aerosocket.spring.boot.test.memory;

import java.io.IOException;
import java.time.Duration;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import org.jspecify.annotations.Nullable;

import io.aerosocket.server.ServerChannels;
import io.aerosocket.spring.boot.test.client.Wire;
import io.aerosocket.spring.boot.test.client.WireFactory;

/**
 * A network in memory for one server and its clients, with a clock of its own. The
 * engine's pipeline, limits and event loop are the real ones; only the operating system
 * is missing.
 *
 * <pre class="code">
 * MemoryNetwork network = new MemoryNetwork();
 * AeroServer server = AeroServer.builder().options((options) -&gt; options.channels(network)).route("/echo", echo).build();
 * AeroSocketTestClient client = AeroSocketTestClient.over(network);
 * </pre>
 *
 * Safe for any thread.
 */
public final class MemoryNetwork implements ServerChannels, WireFactory {

	private static final int USUAL_BUFFER = 64 * 1024;

	private final MemoryEventLoop loop = new MemoryEventLoop();

	private final AeroSocketTestClock clock = new AeroSocketTestClock(this.loop);

	private volatile @Nullable MemoryListener listener;

	/**
	 * Returns the clock of the server.
	 * @return the clock
	 */
	public AeroSocketTestClock clock() {
		return this.clock;
	}

	@Override
	public EventLoopGroup openEventLoops() {
		if (this.listener != null) {
			throw new IllegalStateException("A network in memory serves one server, once");
		}
		return this.loop;
	}

	@Override
	public ServerChannel newListener() {
		MemoryListener created = new MemoryListener();
		this.listener = created;
		return created;
	}

	@Override
	public Wire connect(Duration timeout, int receiveBuffer) throws IOException {
		MemoryListener current = this.listener;
		if (current == null) {
			throw new IOException("the server has not started");
		}
		MemoryWire wire = new MemoryWire((receiveBuffer > 0) ? receiveBuffer : USUAL_BUFFER);
		current.accept(wire);
		return wire;
	}

	@Override
	public String authority() {
		return "localhost";
	}

	@Override
	public boolean isSecure() {
		return false;
	}

}
