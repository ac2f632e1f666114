package io.aerosocket.spring.boot.test.example;

import io.aerosocket.Message;
import io.aerosocket.spring.handler.AeroSocketHandler;
import io.aerosocket.spring.handler.HandlerExecution;
import io.aerosocket.spring.handler.OnMessage;

/**
 * Says everything again.
 */
@AeroSocketHandler(path = "/echo", execution = HandlerExecution.EVENT_LOOP)
public class EchoHandler {

	@OnMessage
	public Message echo(Message message) {
		return message;
	}

}
