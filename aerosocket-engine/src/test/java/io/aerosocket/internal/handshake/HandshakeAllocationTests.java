package io.aerosocket.internal.handshake;

import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

import com.sun.management.ThreadMXBean;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import org.junit.jupiter.api.Test;

import io.aerosocket.HeapLayout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a handshake costs little garbage, since after a restart they come by the
 * thousand.
 */
class HandshakeAllocationTests {

	private static final byte[] REQUEST = """
			GET /chat/room?user=42 HTTP/1.1
			Host: localhost:8090
			Connection: keep-alive, Upgrade
			Pragma: no-cache
			Cache-Control: no-cache
			User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0
			Upgrade: websocket
			Origin: http://localhost:8090
			Sec-WebSocket-Version: 13
			Accept-Encoding: gzip, deflate, br, zstd
			Accept-Language: en-GB,en;q=0.9
			Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
			Sec-WebSocket-Protocol: chat, v2
			Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits

			""".replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII);

	private static final int WARM_UP_ROUNDS = 20;

	/** The least of several rounds counts, as the virtual machine allocates too. */
	private static final int ROUNDS = 20;

	private static final InetSocketAddress ADDRESS = new InetSocketAddress("127.0.0.1", 1234);

	private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	/** Without leak detection, which keeps books of every access. */
	private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true, true);

	private final OriginPolicy origins = new OriginPolicy(Set.of());

	private final RequestHead head = RequestHead.parse(REQUEST);

	@Test
	void theChecksOfARequestCostNoGarbage() {
		assertThat(bytesFor(() -> ServerHandshake.check(this.head, this.origins))).isZero();
	}

	@Test
	void theAnswerToAKeyCostsNoGarbage() {
		ByteBuf out = this.allocator.directBuffer(256);
		long bytes = bytesFor(() -> {
			this.head.writeAcceptKey(out.clear());
			return null;
		});
		out.release();
		assertThat(bytes).isZero();
	}

	@Test
	void readingARequestCostsItsTarget() {
		assertThat(bytesFor(() -> RequestHead.parse(REQUEST))).isLessThanOrEqualTo(384);
	}

	@Test
	void whatIsKeptOfAnEqualRequestIsNotCopied() {
		OpeningHandshake.Peer peer = new OpeningHandshake.Peer(ADDRESS, ADDRESS, false, null);
		assertThat(bytesFor(() -> {
			OpeningHandshake handshake = new OpeningHandshake(this.head, "/chat/{room}", Map.of(), peer);
			handshake.trim();
			return handshake;
		})).isLessThanOrEqualTo(HeapLayout.bytes(104, 120));
	}

	private long bytesFor(Supplier<Object> work) {
		long leastBytes = Long.MAX_VALUE;
		for (int i = 0; i < WARM_UP_ROUNDS + ROUNDS; i++) {
			long before = this.threads.getThreadAllocatedBytes(Thread.currentThread().getId());
			work.get();
			leastBytes = Math.min(leastBytes,
					this.threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before);
		}
		return leastBytes;
	}

}
