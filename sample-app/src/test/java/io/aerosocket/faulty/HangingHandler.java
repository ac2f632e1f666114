package io.aerosocket.faulty;

import java.util.concurrent.CountDownLatch;

import io.aerosocket.spring.handler.AeroSocketHandler;
import io.aerosocket.spring.handler.HandlerExecution;
import io.aerosocket.spring.handler.OnMessage;

/**
 * Never comes back from its first message, as one whose database is gone. It is added to
 * the packaged application by a test.
 */
@AeroSocketHandler(path = "/hanging", execution = HandlerExecution.WORKER)
public class HangingHandler {

	@OnMessage
	public void take(String message) throws InterruptedException {
		new CountDownLatch(1).await();
	}

}
