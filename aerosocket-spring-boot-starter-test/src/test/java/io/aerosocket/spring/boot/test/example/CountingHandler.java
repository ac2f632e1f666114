package io.aerosocket.spring.boot.test.example;

import org.springframework.stereotype.Component;

import io.aerosocket.spring.handler.AeroSocketHandler;
import io.aerosocket.spring.handler.ConnectionScope;
import io.aerosocket.spring.handler.OnMessage;

/**
 * Counts what each connection says.
 */
@AeroSocketHandler("/count")
class CountingHandler {

	private final Count count;

	CountingHandler(Count count) {
		this.count = count;
	}

	@OnMessage
	String on(String text) {
		return text + " " + this.count.next();
	}

	/**
	 * How much one connection has said.
	 */
	@Component
	@ConnectionScope
	static class Count {

		private int messages;

		int next() {
			return ++this.messages;
		}

	}

}
