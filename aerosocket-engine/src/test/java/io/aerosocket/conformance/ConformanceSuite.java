package io.aerosocket.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every rule of RFC 6455 sections 5 to 8 that can be told as a conversation, for any
 * endpoint: said in one piece, cut once at every byte, and byte by byte, the answers have
 * to be the same.
 * <p>
 * A subclass says what the endpoint is.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ConformanceSuite {

	/** Longer ones are cut where it matters and at some other places. */
	private static final int CUT_EVERYWHERE = 300;

	private static final int OTHER_CUTS = 12;

	/** What a TLS handshake before each cut would take is better spent elsewhere. */
	private static final int SOME_CUTS = 3;

	private Endpoint endpoint;

	private RawEnd metronome;

	/**
	 * Starts what is tested.
	 * @return the endpoint
	 */
	abstract Endpoint start();

	/**
	 * Returns whether opening a connection is expensive.
	 * @return whether it is
	 */
	boolean isSecure() {
		return false;
	}

	/**
	 * Returns whether connections have permessage-deflate.
	 * @return whether they have
	 */
	boolean deflates() {
		return false;
	}

	Stream<Conversation> conversations() {
		return deflates() ? Stream.concat(Rfc6455.conversations(), Rfc7692.conversations()) : Rfc6455.conversations();
	}

	Stream<Conversation> sizes() {
		return deflates() ? Stream.concat(Rfc6455.sizes(), Rfc7692.sizes()) : Rfc6455.sizes();
	}

	@BeforeAll
	void open() {
		this.endpoint = start();
		this.metronome = this.endpoint.open();
	}

	@AfterAll
	void close() {
		if (this.metronome == null) {
			// It could not be started here.
			return;
		}
		this.metronome.assertEnds(false);
		this.metronome.close();
		this.endpoint.awaitEmpty();
		this.endpoint.close();
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("conversations")
	void inOnePiece(Conversation conversation) {
		try (RawEnd end = this.endpoint.open()) {
			end.write(conversation.bytes(end.isClient()));
			end.assertAnswers(conversation);
			end.assertEnds(conversation.closes());
		}
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("conversations")
	void cutAtEveryByte(Conversation conversation) {
		byte[] bytes = conversation.bytes(this.metronome.isClient());
		if (conversation.closes()) {
			cutOnManyConnections(conversation, bytes);
			return;
		}
		try (RawEnd end = this.endpoint.open()) {
			for (int cut : cuts(bytes)) {
				end.write(bytes, 0, cut);
				this.metronome.tick();
				end.write(bytes, cut, bytes.length);
				assertCut(cut, () -> end.assertAnswers(conversation));
			}
			end.assertEnds(false);
		}
	}

	private void cutOnManyConnections(Conversation conversation, byte[] bytes) {
		int[] cuts = isSecure() ? new SplittableRandom(bytes.length).ints(SOME_CUTS, 1, bytes.length).toArray()
				: cuts(bytes);
		List<RawEnd> ends = new ArrayList<>();
		try {
			for (int cut : cuts) {
				RawEnd end = this.endpoint.open();
				ends.add(end);
				end.write(bytes, 0, cut);
			}
			this.metronome.tick();
			for (int i = 0; i < cuts.length; i++) {
				ends.get(i).write(bytes, cuts[i], bytes.length);
			}
			for (int i = 0; i < cuts.length; i++) {
				RawEnd end = ends.get(i);
				assertCut(cuts[i], () -> {
					end.assertAnswers(conversation);
					end.assertEnds(true);
				});
			}
		}
		finally {
			ends.forEach(RawEnd::close);
		}
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("conversations")
	void byteByByte(Conversation conversation) {
		try (RawEnd end = this.endpoint.open()) {
			byte[] bytes = conversation.bytes(end.isClient());
			SplittableRandom random = new SplittableRandom(bytes.length);
			int largest = Math.max(1, bytes.length / CUT_EVERYWHERE);
			for (int from = 0; from < bytes.length;) {
				int to = Math.min(bytes.length, from + 1 + random.nextInt(largest));
				end.write(bytes, from, to);
				this.metronome.tick();
				from = to;
			}
			end.assertAnswers(conversation);
			end.assertEnds(conversation.closes());
		}
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("sizes")
	void inPieces(Conversation conversation) {
		try (RawEnd end = this.endpoint.open()) {
			byte[] bytes = conversation.bytes(end.isClient());
			CompletableFuture<Answers> answers = CompletableFuture.supplyAsync(() -> end.read(conversation));
			SplittableRandom random = new SplittableRandom(bytes.length);
			for (int from = 0; from < bytes.length;) {
				int to = Math.min(bytes.length, from + 1 + random.nextInt(1 << 16));
				end.write(bytes, from, to);
				from = to;
			}
			assertThat(answers.join()).isEqualTo(conversation.expected());
			end.assertEnds(conversation.closes());
		}
	}

	private static int[] cuts(byte[] bytes) {
		if (bytes.length <= CUT_EVERYWHERE) {
			return Stream.iterate(1, (cut) -> cut + 1).limit(bytes.length - 1L).mapToInt(Integer::intValue).toArray();
		}
		SplittableRandom random = new SplittableRandom(bytes.length);
		int[] cuts = random.ints(OTHER_CUTS, 1, bytes.length).toArray();
		for (int i = 0; i < OTHER_CUTS / 2; i++) {
			// The first header, and the last bytes.
			cuts[i] = (i < 4) ? 2 + 4 * i : bytes.length - 1 - 3 * (i - 4);
		}
		return cuts;
	}

	private static void assertCut(int cut, Runnable assertion) {
		try {
			assertion.run();
		}
		catch (AssertionError ex) {
			throw new AssertionError("cut after " + cut + " bytes", ex);
		}
	}

}
