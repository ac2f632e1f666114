package io.aerosocket.internal.handshake;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Cost of a request to upgrade as a browser sends it, without the socket.
 * <p>
 * Question answered: how much of a handshake is ours, and how much of that the hash?
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class HandshakeBenchmark {

	private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";

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
			Cookie: session=0123456789abcdef0123456789abcdef
			Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
			Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits

			""".replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII);

	private final OriginPolicy origins = new OriginPolicy(Set.of());

	/**
	 * Reads the request's head.
	 * @return the head
	 */
	@Benchmark
	public RequestHead parse() {
		return RequestHead.parse(REQUEST);
	}

	/**
	 * Reads the head and checks the rules of RFC 6455 section 4.2.1.
	 * @return nothing, as the request keeps them
	 */
	@Benchmark
	public @Nullable Object parseAndCheck() {
		return ServerHandshake.check(RequestHead.parse(REQUEST), this.origins);
	}

	/**
	 * Computes the answer to the key.
	 * @return the answer
	 */
	@Benchmark
	public byte[] acceptKey() {
		return AcceptKey.accept(KEY);
	}

}
