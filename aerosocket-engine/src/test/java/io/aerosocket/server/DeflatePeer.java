package io.aerosocket.server;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.Deflater;

import io.aerosocket.internal.extension.StrictInflater;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A peer that speaks permessage-deflate with the JDK's compressor and a decompressor of
 * the tests' own. Closes its connection regularly at the end of a try block unless it was
 * closed before.
 */
final class DeflatePeer implements AutoCloseable {

	static final int RSV1 = 0x40;

	private final RawPeer peer;

	private final String answer;

	private final Deflater deflater = new Deflater(6, true);

	private final StrictInflater inflater;

	private final boolean serverKeepsContext;

	private final boolean clientKeepsContext;

	private DeflatePeer(RawPeer peer, String answer) {
		this.peer = peer;
		this.answer = answer;
		this.serverKeepsContext = !answer.contains("server_no_context_takeover");
		this.clientKeepsContext = !answer.contains("client_no_context_takeover");
		int bits = answer.indexOf("server_max_window_bits=");
		this.inflater = new StrictInflater(
				(bits < 0) ? 15 : Integer.parseInt(answer.substring(bits + 23).split("[;, ]")[0]));
	}

	/**
	 * Connects and offers the extension.
	 * @param server the server
	 * @param target the path
	 * @param parameters of the offer, such as {@code ; server_max_window_bits=9}
	 * @return the peer, with what was answered
	 */
	static DeflatePeer open(AeroServer server, String target, String parameters) {
		return upgrade(RawPeer.connect(server), target, parameters);
	}

	static DeflatePeer upgrade(RawPeer peer, String target, String parameters) {
		peer.write(RawRequest.to(target).with("Sec-WebSocket-Extensions: permessage-deflate" + parameters).bytes());
		RawResponse response = peer.readResponse();
		assertThat(response.status()).isEqualTo(101);
		String answer = response.header("Sec-WebSocket-Extensions");
		assertThat(answer).startsWith("permessage-deflate");
		return new DeflatePeer(peer, answer);
	}

	String answer() {
		return this.answer;
	}

	RawPeer raw() {
		return this.peer;
	}

	/**
	 * Compresses a payload with what this end has sent before as its context.
	 * @param payload the payload
	 * @return as it travels
	 */
	byte[] deflate(byte[] payload) {
		if (payload.length == 0) {
			return new byte[1];
		}
		if (!this.clientKeepsContext) {
			this.deflater.reset();
		}
		this.deflater.setInput(payload);
		byte[] out = new byte[2 * payload.length + 64];
		int size = this.deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
		return Arrays.copyOf(out, size - 4);
	}

	DeflatePeer write(byte[]... frames) {
		this.peer.write(frames);
		return this;
	}

	DeflatePeer sendText(String text) {
		return write(text(deflate(ClientFrames.utf8(text))));
	}

	DeflatePeer sendBinary(byte[] payload) {
		return write(ClientFrames.frame(ClientFrames.FIN | RSV1 | ClientFrames.BINARY, deflate(payload)));
	}

	static byte[] text(byte[] deflated) {
		return ClientFrames.frame(ClientFrames.FIN | RSV1 | ClientFrames.TEXT, deflated);
	}

	/**
	 * Reads a frame and restores its payload.
	 * @return the frame
	 */
	Frame read() {
		int start = ByteBuffer.wrap(this.peer.read(2)).getShort() & 0xFFFF;
		int first = start >>> 8;
		int length = start & 0x7F;
		if (length == 126) {
			length = ByteBuffer.wrap(this.peer.read(2)).getShort() & 0xFFFF;
		}
		else if (length == 127) {
			length = (int) ByteBuffer.wrap(this.peer.read(8)).getLong();
		}
		byte[] wire = this.peer.read(length);
		assertThat(wire).hasSize(length);
		assertThat(first & 0x30).as("RSV2 and RSV3").isZero();
		boolean compressed = (first & RSV1) != 0;
		return new Frame(first & 0x8F, compressed, length,
				compressed ? this.inflater.message(wire, this.serverKeepsContext) : wire);
	}

	String readText() {
		Frame frame = read();
		assertThat(frame.first()).isEqualTo(ClientFrames.FIN | ClientFrames.TEXT);
		return frame.text();
	}

	@Override
	public void close() {
		this.deflater.end();
		try (this.peer) {
			this.peer.writeWhatGoes(ClientFrames.close(1000));
			this.peer.readUntilEnd();
		}
	}

	/**
	 * A frame of the server.
	 *
	 * @param first its first byte, without RSV1
	 * @param compressed whether RSV1 was set
	 * @param wireBytes how long its payload was
	 * @param payload the payload as it was before compression
	 */
	record Frame(int first, boolean compressed, int wireBytes, byte[] payload) {

		String text() {
			return new String(this.payload, java.nio.charset.StandardCharsets.UTF_8);
		}

	}

}
