package io.aerosocket.server;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * What a broken or malicious peer may do, and the documented answer to it.
 *
 * @param name what the peer does
 * @param upgraded whether it does it after an opening handshake
 * @param attack what it does
 * @param answer {@code status n}: that HTTP status, then the end; {@code code n}: a Close
 * with that code, then the end; {@code cut}: the end within the deadline, whatever comes
 * before; {@code survives}: the connection goes on as if nothing had been; {@code gone}:
 * the peer itself leaves
 */
record HostileInput(String name, boolean upgraded, Consumer<RawPeer> attack, String answer) {

	private static final int MANY = 20_000;

	@Override
	public String toString() {
		return this.name + " -> " + this.answer;
	}

	static List<HostileInput> all() {
		return Stream
			.of(brokenRequests(), dishonestRequests(), unfinishedRequests(), brokenFrames(), floods(),
					unfinishedFrames())
			.flatMap(List::stream)
			.toList();
	}

	private static List<HostileInput> brokenRequests() {
		return List.of(
				request("TLS to a plaintext port", "status 400", "\u0016\u0003\u0001\u0000\u00a5\u0001\u0000\r\n\r\n"),
				request("HTTP/2's preface", "status 505", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
				request("SSH", "status 400", "SSH-2.0-OpenSSH_9.6\r\n\r\n"),
				request("a SOCKS greeting", "cut", "\u0005\u0001\u0000"), request("zeroes", "cut", "\0".repeat(5000)),
				request("empty lines without end", "cut", "\r\n".repeat(10_000)),
				request("a target without end", "status 414", "GET /" + "a".repeat(100_000)),
				request("a method without end", "cut", "G".repeat(100_000)),
				request("a field's name without end", "status 431", "GET /echo HTTP/1.1\r\n" + "a".repeat(100_000)),
				request("a field's value without end", "status 431", "GET /echo HTTP/1.1\r\nX: " + "a".repeat(100_000)),
				request("fields without end", "status 431", "GET /echo HTTP/1.1\r\n" + "a: b\r\n".repeat(MANY)),
				request("the same field without end", "status 431",
						"GET /echo HTTP/1.1\r\n" + "Host: localhost\r\n".repeat(MANY)),
				request("a key without end", "status 431",
						"GET /echo HTTP/1.1\r\nSec-WebSocket-Key: " + "A".repeat(100_000)));
	}

	private static List<HostileInput> dishonestRequests() {
		return List.of(upgrade("two lengths of the body", "status 400", "Content-Length: 0", "Content-Length: 44"),
				upgrade("a length and chunks", "status 400", "Content-Length: 6", "Transfer-Encoding: chunked"),
				upgrade("chunks hidden by a tab", "status 400", "Transfer-Encoding:\tchunked"),
				upgrade("a field inside a value", "status 400", "X: a\rHost: evil"),
				upgrade("a field behind LF alone", "status 400", "X: a\nHost: evil"),
				upgrade("a continued line", "status 400", "X: a", " Host: evil"),
				upgrade("a name with a blank", "status 400", "Host : evil"),
				upgrade("a second Host", "status 400", "Host: evil"),
				upgrade("a foreign origin", "status 403", "Origin: https://evil.org"),
				upgrade("a foreign origin that ends like ours", "status 403", "Origin: https://evillocalhost"),
				upgrade("a path that climbs", "status 404", RawRequest.to("/echo/../../etc/passwd")),
				upgrade("a path that climbs in escapes", "status 404", RawRequest.to("/%2e%2e/%2e%2e/etc/passwd")),
				upgrade("a path with a broken escape", "status 400", RawRequest.to("/echo%")),
				upgrade("a path with NUL", "status 400", RawRequest.to("/echo\0")),
				upgrade("version 99", "status 426", RawRequest.to("/echo").replace("Sec-WebSocket-Version: 99")),
				upgrade("a version beyond an int", "status 426",
						RawRequest.to("/echo").replace("Sec-WebSocket-Version: 99999999999999999999")),
				upgrade("HTTP/0.9", "status 400", RawRequest.to("/echo").requestLine("GET /echo")),
				upgrade("ten thousand subprotocols", "status 431",
						"Sec-WebSocket-Protocol: " + "a,".repeat(10_000) + "a"),
				before("a second request behind a refused one", "status 404",
						(peer) -> peer.writeWhatGoes(RawRequest.to("/unknown").bytes(),
								RawRequest.to("/echo").bytes())),
				before("a megabyte behind a refused request", "status 404",
						(peer) -> peer.writeWhatGoes(RawRequest.to("/unknown").bytes(), new byte[1 << 20])));
	}

	private static List<HostileInput> unfinishedRequests() {
		return List.of(before("silence", "cut", (peer) -> {
		}), request("silence inside the request line", "cut", "GET /ec"),
				request("silence inside a field", "cut", "GET /echo HTTP/1.1\r\nHost: local"),
				request("silence before the last line end", "cut", "GET /echo HTTP/1.1\r\nHost: localhost\r\n\r"),
				before("an end inside the request", "cut", (peer) -> {
					peer.write(ClientFrames.ascii("GET /echo HT"));
					peer.shutdownOutput();
				}), before("an end at once", "cut", RawPeer::shutdownOutput),
				before("a reset at once", "gone", RawPeer::reset),
				before("a reset inside the request", "gone", (peer) -> {
					peer.write(ClientFrames.ascii("GET /echo HT"));
					peer.reset();
				}), before("a reset right after the request", "gone", (peer) -> {
					peer.write(RawRequest.to("/echo").bytes());
					peer.reset();
				}));
	}

	private static List<HostileInput> brokenFrames() {
		return List.of(frames("no mask", "code 1002", "81 05 48656c6c6f"),
				frames("a mask only now and then", "code 1002", "81 80 00000000 81 00"),
				frames("all bits set", "code 1002", "ff ff ffffffffffffffff ffffffff"),
				frames("RSV1 without an extension", "code 1002", "c1 81 00000000 41"),
				frames("RSV3 of a Ping", "code 1002", "99 80 00000000"),
				frames("a reserved opcode", "code 1002", "83 80 00000000"),
				frames("a reserved control opcode", "code 1002", "8f 80 00000000"),
				frames("a padded length", "code 1002", "82 ff 0000000000000001 00000000"),
				frames("a negative length", "code 1002", "82 ff 8000000000000000 00000000"),
				frames("the greatest length", "code 1009", "82 ff 7fffffffffffffff 00000000"),
				frames("4 GiB", "code 1009", "82 ff 0000000100000000 00000000"),
				frames("one byte beyond an int", "code 1009", "82 ff 0000000080000000 00000000"),
				frames("a frame over the limit", "code 1009", "82 ff 0000000000010001 00000000"),
				frames("a Ping over 125 bytes", "code 1002", "89 fe 007e"),
				frames("a Ping of 4 GiB", "code 1002", "89 ff 0000000100000000"),
				frames("a Ping in fragments", "code 1002", "09 80 00000000"),
				frames("a Close of one byte", "code 1002", "88 81 00000000 03"),
				frames("a Close with code 0", "code 1002", "88 82 00000000 0000"),
				frames("a Close with code 1006", "code 1002", "88 82 00000000 03ee"),
				frames("a Close with code 65535", "code 1002", "88 82 00000000 ffff"),
				frames("a Close that is not UTF-8", "code 1007", "88 84 00000000 03e8 c0af"),
				frames("a continuation of nothing", "code 1002", "80 80 00000000"),
				frames("a text inside a text", "code 1002", "01 80 00000000 81 80 00000000"),
				frames("a surrogate", "code 1007", "81 83 00000000 eda080"),
				frames("an overlong slash", "code 1007", "81 82 00000000 c0af"),
				frames("a character that never ends", "code 1007", "81 81 00000000 f0"),
				frames("a wrong byte before the message ends", "code 1007", "81 fe ffff 00000000 ff"),
				frames("a wrong byte in the first fragment", "code 1007", "01 81 00000000 ff"),
				after("frames behind a Close", "code 1000",
						(peer) -> peer.writeWhatGoes(ClientFrames.close(1000),
								ClientFrames.repeat(ClientFrames.text("late"), MANY))),
				after("Closes without end", "code 1000",
						(peer) -> peer.writeWhatGoes(ClientFrames.repeat(ClientFrames.close(1000), MANY))),
				after("a violation and a megabyte behind it", "code 1002",
						(peer) -> peer.writeWhatGoes(ClientFrames.hex("81 00"), new byte[1 << 20])));
	}

	private static List<HostileInput> floods() {
		return List.of(
				after("tiny fragments without end", "code 1009",
						(peer) -> peer.writeWhatGoes(ClientFrames.firstOfText("a"),
								ClientFrames.repeat(ClientFrames.continuation("a"), MANY))),
				after("empty fragments without end", "code 1009",
						(peer) -> peer.writeWhatGoes(ClientFrames.firstOfText(""),
								ClientFrames.repeat(ClientFrames.continuation(""), MANY))),
				after("fragments up to the size of a message and beyond", "code 1009",
						(peer) -> peer.writeWhatGoes(ClientFrames.firstOfBinary(new byte[60_000]),
								ClientFrames.frame(ClientFrames.CONTINUATION, new byte[60_000]))),
				after("Pongs without end", "survives",
						(peer) -> peer.write(ClientFrames.repeat(ClientFrames.pong("unasked"), MANY))),
				after("Pings without end, read", "survives", (peer) -> {
					for (int i = 0; i < 100; i++) {
						peer.write(ClientFrames.repeat(ClientFrames.ping("p"), 200));
						peer.readFrames(200);
					}
				}), after("empty texts without end, read", "survives", (peer) -> {
					for (int i = 0; i < 100; i++) {
						peer.write(ClientFrames.repeat(ClientFrames.text(""), 200));
						peer.readFrames(200);
					}
				}), after("texts that nobody reads", "cut", (peer) -> {
					for (int i = 0; i < 400; i++) {
						peer.writeWhatGoes(ClientFrames.binary(new byte[60_000]));
					}
				}));
	}

	private static List<HostileInput> unfinishedFrames() {
		return List.of(after("silence", "cut", (peer) -> {
		}), frames("silence inside a frame's header", "cut", "81"),
				frames("silence inside a frame's length", "cut", "82 ff 0000"),
				frames("silence inside a frame's key", "cut", "81 85 37fa"),
				frames("silence inside a payload", "cut", "82 fe ffff 00000000 41"),
				frames("silence between fragments", "cut", "01 81 00000000 41"),
				after("an end without a Close", "cut", RawPeer::shutdownOutput),
				after("an end inside a frame", "cut", (peer) -> {
					peer.write(ClientFrames.hex("82 fe ffff 00000000 41"));
					peer.shutdownOutput();
				}), after("a reset", "gone", RawPeer::reset), after("a reset inside a frame", "gone", (peer) -> {
					peer.write(ClientFrames.hex("82 fe ffff 00000000 41"));
					peer.reset();
				}), after("a reset inside a message", "gone", (peer) -> {
					peer.write(ClientFrames.firstOfBinary(new byte[30_000]));
					peer.reset();
				}), after("a reset right after large messages", "gone", (peer) -> {
					peer.write(ClientFrames.repeat(ClientFrames.binary(new byte[60_000]), 4));
					peer.reset();
				}), after("a reset right after a Close", "gone", (peer) -> {
					peer.write(ClientFrames.close(1000));
					peer.reset();
				}));
	}

	private static HostileInput request(String name, String answer, String bytes) {
		return before(name, answer, (peer) -> peer.writeWhatGoes(ClientFrames.ascii(bytes)));
	}

	private static HostileInput upgrade(String name, String answer, String... headers) {
		return upgrade(name, answer, RawRequest.to("/echo").with(headers));
	}

	private static HostileInput upgrade(String name, String answer, RawRequest request) {
		return before(name, answer, (peer) -> peer.writeWhatGoes(request.bytes()));
	}

	private static HostileInput before(String name, String answer, Consumer<RawPeer> attack) {
		return new HostileInput("before the upgrade: " + name, false, attack, answer);
	}

	private static HostileInput frames(String name, String answer, String hex) {
		return after(name, answer, (peer) -> peer.write(ClientFrames.hex(hex)));
	}

	private static HostileInput after(String name, String answer, Consumer<RawPeer> attack) {
		return new HostileInput("after the upgrade: " + name, true, attack, answer);
	}

}
