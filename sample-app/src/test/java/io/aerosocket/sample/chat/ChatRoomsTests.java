package io.aerosocket.sample.chat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.Mockito;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.aerosocket.CloseCode;
import io.aerosocket.Connection;
import io.aerosocket.PreparedMessage;
import io.aerosocket.SendResult;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.BDDMockito.given;

/**
 * Tests for {@link ChatRooms} and {@link ChatRoom}: the bounds.
 */
class ChatRoomsTests {

	private final JsonMapper json = new JsonMapper();

	private final ChatRooms rooms = new ChatRooms(new ChatProperties(2, 3, 4), this.json);

	private final Map<Connection, List<JsonNode>> received = new HashMap<>();

	@ParameterizedTest
	@ValueSource(strings = { "", "Lobby", "a b", "-a", "a-", "../x", "aaaaaaaaaabbbbbbbbbbccccccccccddd" })
	void aRoomHasAPlainName(String name) {
		assertThatExceptionOfType(ChatRefusedException.class)
			.isThrownBy(() -> this.rooms.join(connection("1"), name, "Ada"))
			.satisfies((refusal) -> assertThat(refusal.closeCode()).isEqualTo(CloseCode.POLICY_VIOLATION));
		assertThat(this.rooms.occupied()).isEmpty();
	}

	@Test
	void thereAreOnlySoManyRooms() {
		this.rooms.join(connection("1"), "one", "Ada");
		this.rooms.join(connection("2"), "two", "Ada");
		assertThatExceptionOfType(ChatRefusedException.class)
			.isThrownBy(() -> this.rooms.join(connection("3"), "three", "Ada"))
			.satisfies((refusal) -> assertThat(refusal.closeCode()).isEqualTo(CloseCode.TRY_AGAIN_LATER));
	}

	@Test
	void theRoomThatIsForgottenLongestMakesWay() {
		Connection first = connection("1");
		Connection second = connection("2");
		ChatRoom one = this.rooms.join(first, "one", "Ada");
		ChatRoom two = this.rooms.join(second, "two", "Ada");
		one.leave(first);
		two.leave(second);
		this.rooms.join(connection("3"), "one", "Grace");
		this.rooms.join(connection("4"), "three", "Grace");
		assertThat(this.rooms.occupied()).extracting(ChatRooms.Occupancy::name).containsExactly("one", "three");
	}

	@Test
	void onlySoManyFitIntoARoom() {
		for (String id : List.of("1", "2", "3")) {
			this.rooms.join(connection(id), "one", "Ada");
		}
		assertThatExceptionOfType(ChatRefusedException.class)
			.isThrownBy(() -> this.rooms.join(connection("4"), "one", "Ada"))
			.withMessage("This room is full.");
		assertThat(this.rooms.occupied()).containsExactly(new ChatRooms.Occupancy("one", 3));
	}

	@Test
	void aNameIsTakenOnce() {
		Connection third = connection("3");
		this.rooms.join(connection("1"), "one", "Ada");
		this.rooms.join(connection("2"), "one", "ada");
		this.rooms.join(third, "one", "Ada");
		assertThat(last(third).path("members").valueStream().map(JsonNode::asString)).containsExactly("Ada", "ada 2",
				"Ada 3");
	}

	@Test
	void onlyTheLatestMessagesAreKept() {
		Connection ada = connection("1");
		ChatRoom room = this.rooms.join(ada, "one", "Ada");
		for (int i = 0; i < 10; i++) {
			room.say(ada, new ChatInput("message " + i, null));
		}
		Connection late = connection("2");
		this.rooms.join(late, "one", "Grace");
		assertThat(last(late).path("history").valueStream().map((said) -> said.path("text").asString()))
			.containsExactly("message 6", "message 7", "message 8", "message 9");
	}

	@Test
	void whoLeftIsNotHeard() {
		Connection ada = connection("1");
		Connection grace = connection("2");
		ChatRoom room = this.rooms.join(ada, "one", "Ada");
		this.rooms.join(grace, "one", "Grace");
		room.leave(ada);
		room.say(ada, new ChatInput("from outside", null));
		assertThat(last(grace).path("type").asString()).isEqualTo("left");
	}

	private Connection connection(String id) {
		Connection connection = Mockito.mock(Connection.class);
		this.received.put(connection, new ArrayList<>());
		given(connection.id()).willReturn(id);
		given(connection.send(any(PreparedMessage.class))).willAnswer((call) -> {
			byte[] payload = new byte[call.<PreparedMessage>getArgument(0).size()];
			call.<PreparedMessage>getArgument(0).payload().get(payload);
			this.received.get(connection).add(this.json.readTree(payload));
			return SendResult.QUEUED;
		});
		return connection;
	}

	private JsonNode last(Connection connection) {
		List<JsonNode> all = this.received.get(connection);
		return all.get(all.size() - 1);
	}

}
