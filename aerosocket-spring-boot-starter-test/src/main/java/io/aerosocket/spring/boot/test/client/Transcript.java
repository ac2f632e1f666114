package io.aerosocket.spring.boot.test.client;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What was said on a connection and when, for the message of a failure. Safe for any
 * thread.
 */
final class Transcript {

	private static final int MAX_LINES = 40;

	private final long began = System.nanoTime();

	private final Deque<String> lines = new ArrayDeque<>();

	private final String title;

	private int left;

	Transcript(String title) {
		this.title = title;
	}

	void sent(String what) {
		add('→', what);
	}

	void received(String what) {
		add('←', what);
	}

	void note(String what) {
		add('·', what);
	}

	private synchronized void add(char direction, String what) {
		if (this.lines.size() == MAX_LINES) {
			this.lines.removeFirst();
			this.left++;
		}
		long millis = Duration.ofNanos(System.nanoTime() - this.began).toMillis();
		this.lines.add(String.format("%7d ms %c %s", millis, direction, what));
	}

	@Override
	public synchronized String toString() {
		StringBuilder text = new StringBuilder("Conversation with ").append(this.title).append(':');
		if (this.left > 0) {
			text.append("\n        … ").append(this.left).append(" lines before");
		}
		this.lines.forEach((line) -> text.append('\n').append(line));
		return text.toString();
	}

}
