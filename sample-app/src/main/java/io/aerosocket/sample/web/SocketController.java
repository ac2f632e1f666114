package io.aerosocket.sample.web;

import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import io.aerosocket.server.AeroServer;
import io.aerosocket.telemetry.EngineSnapshot;

/**
 * Tells the pages where the WebSockets are and how they fare.
 */
@RestController
class SocketController {

	private final AeroServer server;

	SocketController(AeroServer server) {
		this.server = server;
	}

	@GetMapping("/api/socket")
	ResponseEntity<Socket> socket() {
		if (this.server.state() != AeroServer.State.RUNNING) {
			return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE).build();
		}
		return ResponseEntity.ok(new Socket(this.server.port()));
	}

	@GetMapping("/api/status")
	Status status() {
		EngineSnapshot snapshot = this.server.snapshot();
		return new Status(this.server.state(), snapshot.openConnections(), snapshot.totalConnections(),
				snapshot.messagesReceived(), snapshot.messagesSent());
	}

	/**
	 * Where the WebSockets are.
	 *
	 * @param port the port, on the host that served the page
	 */
	record Socket(int port) {

	}

	/**
	 * How the WebSockets fare.
	 *
	 * @param state where the server is in its life
	 * @param openConnections connections now
	 * @param totalConnections connections since the start
	 * @param messagesReceived messages since the start
	 * @param messagesSent messages since the start
	 */
	record Status(AeroServer.State state, long openConnections, long totalConnections, long messagesReceived,
			long messagesSent) {

	}

}
