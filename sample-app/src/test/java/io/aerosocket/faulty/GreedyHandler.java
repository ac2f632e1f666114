package io.aerosocket.faulty;

import java.util.ArrayList;
import java.util.List;

import io.aerosocket.spring.handler.AeroSocketHandler;
import io.aerosocket.spring.handler.HandlerExecution;
import io.aerosocket.spring.handler.OnMessage;

/**
 * Asks for more memory than there is, as it is told to. It is added to the packaged
 * application by a test.
 */
@AeroSocketHandler(path = "/greedy", execution = HandlerExecution.EVENT_LOOP)
public class GreedyHandler {

	private static final int PIECE = 1 << 20;

	@OnMessage
	public String take(String how) {
		List<byte[]> taken = new ArrayList<>();
		switch (how) {
			case "at once" -> taken.add(new byte[Integer.MAX_VALUE - 8]);
			case "bit by bit" -> {
				while (!taken.isEmpty() || how.length() > 0) {
					taken.add(new byte[PIECE]);
				}
			}
			default -> throw new IllegalArgumentException(how);
		}
		return taken.size() + " pieces";
	}

	/**
	 * The same, on a thread that may wait.
	 */
	@AeroSocketHandler(path = "/greedy-worker", execution = HandlerExecution.WORKER)
	public static class OnWorker {

		private final GreedyHandler handler = new GreedyHandler();

		@OnMessage
		public String take(String how) {
			return this.handler.take(how);
		}

	}

}
