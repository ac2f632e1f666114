package io.aerosocket.sample.monitoring;

import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

import io.aerosocket.spring.boot.test.client.AeroSocketTestClient;
import io.aerosocket.spring.boot.test.client.AeroSocketTestConnection;

/**
 * A thread that gives the server something to do: people come, talk and leave in every
 * way, some are turned away, and one does not read.
 */
final class Visitors implements AutoCloseable {

	private static final int MESSAGES = 50;

	private final AeroSocketTestClient sockets;

	private final AtomicReference<Throwable> fault = new AtomicReference<>();

	private final Thread thread = new Thread(this::run, "visitors");

	private volatile boolean leaving;

	private Visitors(AeroSocketTestClient sockets) {
		this.sockets = sockets;
	}

	static Visitors of(AeroSocketTestClient sockets) {
		Visitors visitors = new Visitors(sockets);
		visitors.thread.setDaemon(true);
		visitors.thread.start();
		return visitors;
	}

	@Nullable Throwable fault() {
		return this.fault.get();
	}

	private void run() {
		try (AeroSocketTestConnection slow = this.sockets.handshake("/ticker").receiveBuffer(4096).connect()) {
			slow.faults().stopReading();
			for (int i = 0; !this.leaving; i++) {
				visit(i);
			}
		}
		catch (Throwable ex) {
			this.fault.set(ex);
		}
	}

	private void visit(int number) {
		this.sockets.handshake("/nothing").expectRefused(404);
		try (AeroSocketTestConnection echo = this.sockets.connect("/echo");
				AeroSocketTestConnection chat = this.sockets.connect("/chat/monitoring?name=Visitor")) {
			for (int i = 0; i < MESSAGES; i++) {
				echo.sendText("message " + i).receiveText();
				chat.sendText("{\"text\":\"message\"}");
			}
			switch (number % 3) {
				case 0 -> echo.close(1000).expectClose(1000).expectEnd();
				case 1 -> echo.close(4000).expectClose(4000).expectEnd();
				default -> echo.faults().reset();
			}
		}
	}

	@Override
	public void close() {
		this.leaving = true;
		try {
			this.thread.join();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
