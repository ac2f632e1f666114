package io.aerosocket.sample;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.aerosocket.spring.boot.test.client.AeroSocketTestClient;
import io.aerosocket.spring.boot.test.client.AeroSocketTestConnection;

/**
 * A client of the sample, whose messages are JSON with a {@code type}.
 */
public final class TestClient implements AutoCloseable {

	private static final JsonMapper JSON = new JsonMapper();

	private final AeroSocketTestConnection connection;

	private TestClient(AeroSocketTestConnection connection) {
		this.connection = connection;
	}

	public static TestClient connect(AeroSocketTestClient client, String pathAndQuery) {
		return new TestClient(client.connect(pathAndQuery));
	}

	public static TestClient connectAndReadNothing(AeroSocketTestClient client, String pathAndQuery) {
		AeroSocketTestConnection connection = client.handshake(pathAndQuery).receiveBuffer(4096).connect();
		return new TestClient(connection.faults().stopReading());
	}

	public TestClient send(String message) {
		this.connection.sendText(message);
		return this;
	}

	public JsonNode nextJson() {
		return JSON.readTree(this.connection.receiveText());
	}

	/**
	 * Waits for the next message of a type, and skips others.
	 * @param type the value of the field {@code type}
	 * @return the message
	 */
	public JsonNode next(String type) {
		JsonNode message = nextJson();
		while (!message.path("type").asString().equals(type)) {
			message = nextJson();
		}
		return message;
	}

	public AeroSocketTestConnection connection() {
		return this.connection;
	}

	@Override
	public void close() {
		this.connection.close();
	}

}
