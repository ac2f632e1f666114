package io.aerosocket.server;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.aerosocket.ConnectionOptions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Limits that differ by path, set with the server's options.
 */
class PathOptionsTests {

	@RegisterExtension
	final TestServer server = TestServer.with((builder) -> builder.route("/room/{room}", TestServer.ECHO)
		.route("/own", TestServer.ECHO, RouteOptions.changing((options) -> limited(options, 20)))
		.route("/feed", TestServer.ECHO)
		.options((options) -> options
			.paths(Map.of("/room/{room}", (room) -> limited(room, 5), "/own", (own) -> limited(own, 5)))));

	@Test
	void theyHoldForThatPathAlone() {
		try (RawPeer room = this.server.open("/room/a"); RawPeer feed = this.server.open("/feed")) {
			feed.assertEchoes("more than five");
			room.assertEchoes("five!");
			room.write(ClientFrames.text("more than five"));
			room.assertCloses(1009);
			feed.closeRegularly();
		}
	}

	@Test
	void theyComeAfterWhatTheRouteSays() {
		try (RawPeer peer = this.server.open("/own")) {
			peer.write(ClientFrames.text("more than five"));
			peer.assertCloses(1009);
		}
	}

	@Test
	void theyMayChange() {
		this.server.server().reconfigure((options) -> options.paths(Map.of("/feed", (feed) -> limited(feed, 5))));
		try (RawPeer room = this.server.open("/room/a"); RawPeer feed = this.server.open("/feed")) {
			room.assertEchoes("more than five");
			feed.write(ClientFrames.text("more than five"));
			feed.assertCloses(1009);
			room.closeRegularly();
		}
	}

	@Test
	void aPathWithoutARouteIsRefused() {
		String expected = "paths: /rom (expected: one of [/feed, /own, /room/{room}])";
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.server.server()
				.reconfigure((options) -> options.paths(Map.of("/rom", (room) -> limited(room, 5)))))
			.withMessage(expected);
		assertThat(this.server.server().options().paths()).as("nothing has changed").hasSize(2);
		assertThatIllegalArgumentException()
			.isThrownBy(() -> TestServer.builder()
				.options((options) -> options.paths(Map.of("/rom", (room) -> limited(room, 5))))
				.build())
			.withMessageStartingWith("paths: /rom (expected: one of [");
	}

	private static ConnectionOptions limited(ConnectionOptions options, int bytes) {
		return options.toBuilder().maxMessageSize(bytes).build();
	}

}
