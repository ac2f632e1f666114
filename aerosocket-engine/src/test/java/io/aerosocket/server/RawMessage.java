package io.aerosocket.server;

import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A fragmented message as it arrived.
 *
 * @param opcode its opcode
 * @param payload its payload
 * @param fragments how many frames it had
 * @param largestFragment the size of the largest of them
 */
record RawMessage(int opcode, byte[] payload, int fragments, int largestFragment) {

	static RawMessage readFrom(RawPeer peer) {
		List<RawFrame> frames = new ArrayList<>(List.of(peer.readFrame()));
		while (!frames.get(frames.size() - 1).fin()) {
			frames.add(peer.readFrame());
			assertThat(frames.get(frames.size() - 1).opcode()).isEqualTo(ClientFrames.CONTINUATION);
		}
		return new RawMessage(frames.get(0).opcode(),
				ClientFrames.join(frames.stream().map(RawFrame::payload).toArray(byte[][]::new)), frames.size(),
				frames.stream().mapToInt((frame) -> frame.payload().length).max().orElseThrow());
	}

}
