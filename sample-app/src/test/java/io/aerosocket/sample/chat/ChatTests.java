package io.aerosocket.sample.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.aerosocket.sample.SampleTest;
import io.aerosocket.sample.TestClient;
import io.aerosocket.spring.boot.test.client.AeroSocketTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@code /chat/{room}}, each in a room of its own.
 */
@SampleTest
class ChatTests {

	private static final AtomicInteger ROOMS = new AtomicInteger();

	private final String room = "room-" + ROOMS.incrementAndGet();

	private final JsonMapper json = new JsonMapper();

	@Autowired
	private AeroSocketTestClient sockets;

	@Test
	void aNewMemberIsWelcomed() {
		try (TestClient ada = join("Ada")) {
			JsonNode welcome = ada.nextJson();
			assertThat(welcome.path("type").asString()).isEqualTo("welcome");
			assertThat(welcome.path("name").asString()).isEqualTo("Ada");
			assertThat(welcome.path("room").asString()).isEqualTo(this.room);
			assertThat(welcome.path("history")).isEmpty();
			assertThat(strings(welcome.path("members"))).containsExactly("Ada");
		}
	}

	@Test
	void everybodyHearsWhatIsSaid() {
		try (TestClient ada = join("Ada"); TestClient grace = join("Grace")) {
			String adasId = ada.next("welcome").path("id").asString();
			grace.next("welcome");
			say(ada, "Hello, Grace", "mark-1");
			for (TestClient client : List.of(ada, grace)) {
				JsonNode said = client.next("message");
				assertThat(said.path("from").asString()).isEqualTo(adasId);
				assertThat(said.path("name").asString()).isEqualTo("Ada");
				assertThat(said.path("text").asString()).isEqualTo("Hello, Grace");
				assertThat(said.path("ref").asString()).isEqualTo("mark-1");
				assertThat(said.path("id").asString()).isNotEmpty();
				assertThat(said.path("at").asString()).endsWith("Z");
			}
		}
	}

	@Test
	void othersAreToldWhoComesAndGoes() {
		try (TestClient ada = join("Ada")) {
			ada.next("welcome");
			try (TestClient grace = join("Grace")) {
				grace.next("welcome");
				JsonNode joined = ada.nextJson();
				assertThat(joined.path("type").asString()).isEqualTo("joined");
				assertThat(joined.path("name").asString()).isEqualTo("Grace");
				assertThat(strings(joined.path("members"))).containsExactly("Ada", "Grace");
			}
			JsonNode left = ada.nextJson();
			assertThat(left.path("type").asString()).isEqualTo("left");
			assertThat(left.path("name").asString()).isEqualTo("Grace");
			assertThat(strings(left.path("members"))).containsExactly("Ada");
		}
	}

	@Test
	void whoComesLateReadsTheLatest50Messages() {
		try (TestClient ada = join("Ada")) {
			for (int i = 0; i < 60; i++) {
				say(ada, "message " + i, null);
			}
			for (int i = 0; i < 60; i++) {
				ada.next("message");
			}
			try (TestClient grace = join("Grace")) {
				assertThat(
						grace.next("welcome").path("history").valueStream().map((said) -> said.path("text").asString()))
					.containsExactlyElementsOf(IntStream.range(10, 60).mapToObj((i) -> "message " + i).toList());
			}
		}
	}

	@Test
	void everyMemberSeesTheSameOrder() {
		List<TestClient> clients = IntStream.range(0, 6).mapToObj((i) -> join("Member " + i)).toList();
		clients.forEach((client) -> client.next("welcome"));
		CompletableFuture<?>[] speakers = clients.stream().map((client) -> CompletableFuture.runAsync(() -> {
			for (int i = 0; i < 50; i++) {
				say(client, "message " + i, null);
			}
		})).toArray(CompletableFuture<?>[]::new);
		CompletableFuture.allOf(speakers).join();
		List<List<String>> orders = clients.stream().map((client) -> ids(client, 6 * 50)).toList();
		assertThat(orders.get(0)).doesNotHaveDuplicates();
		assertThat(orders).allMatch(orders.get(0)::equals);
		clients.forEach(TestClient::close);
	}

	@Test
	void whatIsSentAgainIsSaidOnce() {
		try (TestClient ada = join("Ada"); TestClient again = join("Ada")) {
			ada.next("welcome");
			say(ada, "once", "mark-2");
			String id = ada.next("message").path("id").asString();
			say(again, "once", "mark-2");
			assertThat(again.next("message").path("id").asString()).isEqualTo(id);
			say(again, "twice", "mark-3");
			assertThat(ada.next("message").path("text").asString()).isEqualTo("twice");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"text\":\"\"}", "{\"text\":\"  \"}", "{}", "{\"text\":null}", "not JSON", "[1]" })
	void whatIsNoMessageIsAnsweredWithAnError(String message) {
		assertAnsweredWithAnError(message);
	}

	@Test
	void aMessageHasAtMost2000Characters() {
		assertAnsweredWithAnError(message("x".repeat(2001), null));
		try (TestClient ada = join("Ada")) {
			say(ada, "x".repeat(2000), null);
			assertThat(ada.next("message").path("text").asString()).hasSize(2000);
		}
	}

	@ParameterizedTest
	@CsvSource({ "%20Ada%20, Ada", "%E5%B1%B1%E7%94%B0, 山田", "a%2Bb, a+b" })
	void aNameIsTrimmedAndDecoded(String query, String name) {
		try (TestClient client = join(query)) {
			assertThat(client.next("welcome").path("name").asString()).isEqualTo(name);
		}
	}

	@Test
	void whoGivesNoNameIsGivenOne() {
		try (TestClient client = TestClient.connect(this.sockets, "/chat/" + this.room)) {
			assertThat(client.next("welcome").path("name").asString()).matches("\\w+ \\w+");
		}
	}

	@ParameterizedTest
	@CsvSource({ "a%07b, A name has no control characters.", "a%0Ab, A name has no control characters.",
			"xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx, A name has at most 32 characters." })
	void aBadNameIsRefused(String query, String reason) {
		join(query).connection().expectClose(1008, reason);
	}

	@Test
	void aBadRoomIsRefused() {
		this.sockets.connect("/chat/No%20Room")
			.expectClose(1008, "A room's name has 1 to 32 small letters, digits and dashes.");
	}

	@Test
	void roomsAreApart() {
		try (TestClient ada = join("Ada");
				TestClient elsewhere = TestClient.connect(this.sockets, "/chat/elsewhere?name=Eve")) {
			elsewhere.next("welcome");
			say(ada, "secret", null);
			ada.next("message");
			say(elsewhere, "own", null);
			assertThat(elsewhere.next("message").path("text").asString()).isEqualTo("own");
		}
	}

	@Test
	void aMemberWhoDoesNotReadHoldsUpNobody() {
		try (TestClient ada = join("Ada")) {
			ada.next("welcome");
			TestClient.connectAndReadNothing(this.sockets, "/chat/" + this.room + "?name=Silent");
			ada.next("joined");
			String words = "x".repeat(2000);
			JsonNode event = null;
			for (int said = 0; said < 50_000 && !left(event); said++) {
				say(ada, words, null);
				event = ada.nextJson();
			}
			assertThat(event.path("name").asString()).isEqualTo("Silent");
			say(ada, "still here", null);
			assertThat(ada.next("message").path("text").asString()).isNotEmpty();
		}
	}

	private static boolean left(JsonNode event) {
		return event != null && event.path("type").asString().equals("left");
	}

	private void assertAnsweredWithAnError(String message) {
		try (TestClient ada = join("Ada")) {
			ada.next("welcome");
			ada.send(message);
			JsonNode error = ada.nextJson();
			assertThat(error.path("type").asString()).isEqualTo("error");
			assertThat(error.path("message").asString()).startsWith("A message ");
			say(ada, "still here", null);
			assertThat(ada.nextJson().path("text").asString()).isEqualTo("still here");
		}
	}

	private TestClient join(String encodedName) {
		return TestClient.connect(this.sockets, "/chat/" + this.room + "?name=" + encodedName.replace(" ", "%20"));
	}

	private void say(TestClient client, String text, String ref) {
		client.send(message(text, ref));
	}

	private String message(String text, String ref) {
		return this.json.writeValueAsString(new ChatInput(text, ref));
	}

	private static List<String> ids(TestClient client, int messages) {
		List<String> ids = new ArrayList<>();
		for (int i = 0; i < messages; i++) {
			ids.add(client.next("message").path("id").asString());
		}
		return ids;
	}

	private static List<String> strings(JsonNode array) {
		return array.valueStream().map(JsonNode::asString).toList();
	}

}
