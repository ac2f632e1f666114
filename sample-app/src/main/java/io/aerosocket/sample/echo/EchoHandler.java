package io.aerosocket.sample.echo;

import io.aerosocket.Message;
import io.aerosocket.spring.handler.AeroSocketHandler;
import io.aerosocket.spring.handler.HandlerExecution;
import io.aerosocket.spring.handler.OnMessage;

/**
 * Sends every text and every binary message back to where it came from. It does nothing
 * that could block, so it runs on the event loop, without a change of threads.
 */
@AeroSocketHandler(path = "/echo", execution = HandlerExecution.EVENT_LOOP)
public class EchoHandler {

	@OnMessage
	public Message echo(Message message) {
		return message;
	}

}
