package io.aerosocket.sample.chat;

import java.time.Clock;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

import io.aerosocket.CloseCode;
import io.aerosocket.Connection;

/**
 * The rooms there are, a bounded number. An empty room keeps its history until its place
 * is needed.
 */
@Component
class ChatRooms {

	private static final Pattern ROOM_NAME = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?");

	private final ChatProperties properties;

	private final JsonMapper json;

	// In the order of the last arrival: the first empty one is the longest forgotten.
	private final Map<String, ChatRoom> rooms = new LinkedHashMap<>();

	ChatRooms(ChatProperties properties, JsonMapper json) {
		this.properties = properties;
		this.json = json;
	}

	/**
	 * Lets somebody into a room, which is made if there is none of that name.
	 * @param connection the newcomer's connection
	 * @param roomName the room's name
	 * @param wanted the newcomer's name, checked
	 * @return the room
	 * @throws ChatRefusedException if the room's name is none, or there is no more room
	 */
	synchronized ChatRoom join(Connection connection, String roomName, String wanted) {
		if (!ROOM_NAME.matcher(roomName).matches()) {
			throw new ChatRefusedException(CloseCode.POLICY_VIOLATION,
					"A room's name has 1 to 32 small letters, digits and dashes.");
		}
		ChatRoom room = this.rooms.get(roomName);
		if (room == null) {
			makePlace();
			room = new ChatRoom(roomName, this.properties, this.json, Clock.systemUTC());
		}
		room.join(connection, wanted);
		this.rooms.remove(roomName);
		this.rooms.put(roomName, room);
		return room;
	}

	/**
	 * Returns the rooms that somebody is in.
	 * @return the rooms, the fullest first
	 */
	synchronized List<Occupancy> occupied() {
		return this.rooms.values()
			.stream()
			.map((room) -> new Occupancy(room.name(), room.size()))
			.filter((room) -> room.members() > 0)
			.sorted(Comparator.comparingInt(Occupancy::members).reversed().thenComparing(Occupancy::name))
			.toList();
	}

	private void makePlace() {
		if (this.rooms.size() < this.properties.maxRooms()) {
			return;
		}
		for (Iterator<ChatRoom> candidates = this.rooms.values().iterator(); candidates.hasNext();) {
			if (candidates.next().size() == 0) {
				candidates.remove();
				return;
			}
		}
		throw new ChatRefusedException(CloseCode.TRY_AGAIN_LATER, "There are as many rooms as there may be.");
	}

	/**
	 * How full a room is.
	 *
	 * @param name the room's name
	 * @param members how many are in it
	 */
	record Occupancy(String name, int members) {

	}

}
