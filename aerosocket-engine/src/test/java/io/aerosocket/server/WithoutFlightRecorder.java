package io.aerosocket.server;

/**
 * A server in a runtime that lacks the module of JDK Flight Recorder.
 */
public final class WithoutFlightRecorder {

	private WithoutFlightRecorder() {
	}

	/**
	 * Serves one connection, and fails in a runtime that has the module.
	 * @param args nothing
	 */
	public static void main(String[] args) {
		if (ModuleLayer.boot().findModule("jdk.jfr").isPresent()) {
			throw new IllegalStateException("The module is there");
		}
		try (TestServer server = TestServer.started((builder) -> builder.route("/echo", TestServer.ECHO))) {
			server.open("/echo").assertEchoes("abc").closeRegularly();
			RawPeer peer = server.connect();
			peer.write(RawRequest.to("/nowhere").bytes());
			peer.readResponse();
			peer.close();
		}
		System.out.println("served without jdk.jfr");
	}

}
