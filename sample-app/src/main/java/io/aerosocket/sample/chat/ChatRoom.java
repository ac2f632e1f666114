package io.aerosocket.sample.chat;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import io.aerosocket.CloseCode;
import io.aerosocket.Connection;
import io.aerosocket.PreparedMessage;

/**
 * One room: who is in it, and what was said.
 * <p>
 * Its lock makes the order of things: whoever holds it hands an event to all members
 * before the next event happens, so every member sees the same order, and what the
 * history held for a newcomer comes neither twice nor not at all. Nothing in it waits for
 * a network: sending only queues, and a member who reads too slowly meets the slow
 * consumer policy and holds up nobody.
 */
final class ChatRoom {

	private final String name;

	private final ChatProperties properties;

	private final JsonMapper json;

	private final Clock clock;

	// Ids must not repeat when the server comes back: pages remember what they showed.
	private final String epoch = UUID.randomUUID().toString();

	private final Map<String, Member> members = new LinkedHashMap<>();

	private final Deque<ChatEvent.Said> history = new ArrayDeque<>();

	private long messages;

	ChatRoom(String name, ChatProperties properties, JsonMapper json, Clock clock) {
		this.name = name;
		this.properties = properties;
		this.json = json;
		this.clock = clock;
	}

	/**
	 * Lets somebody in, and tells everybody.
	 * @param connection the newcomer's connection
	 * @param wanted the newcomer's name, checked
	 * @throws ChatRefusedException if the room is full
	 */
	synchronized void join(Connection connection, String wanted) {
		if (this.members.size() >= this.properties.maxMembers()) {
			throw new ChatRefusedException(CloseCode.TRY_AGAIN_LATER, "This room is full.");
		}
		Member member = new Member(connection, freeName(wanted));
		List<Member> others = List.copyOf(this.members.values());
		this.members.put(connection.id(), member);
		connection.send(encode(
				new ChatEvent.Welcome(connection.id(), member.name(), this.name, List.copyOf(this.history), names())));
		if (!others.isEmpty()) {
			PreparedMessage joined = encode(new ChatEvent.Joined(member.name(), this.clock.instant(), names()));
			others.forEach((other) -> other.connection().send(joined));
		}
	}

	/**
	 * Tells everybody what a member said. A message that was heard before, as its mark
	 * shows, is only told to its sender again.
	 * @param connection the sender's connection; nothing happens if it is not a member
	 * @param input what it said
	 */
	synchronized void say(Connection connection, ChatInput input) {
		Member member = this.members.get(connection.id());
		if (member == null) {
			return;
		}
		ChatEvent.Said heard = heard(input.ref());
		if (heard != null) {
			connection.send(encode(heard));
			return;
		}
		Instant now = this.clock.instant();
		ChatEvent.Said said = new ChatEvent.Said(this.epoch + "-" + this.messages++, connection.id(), member.name(),
				input.text().strip(), now, input.ref());
		this.history.addLast(said);
		if (this.history.size() > this.properties.historySize()) {
			this.history.removeFirst();
		}
		tellAll(said);
	}

	/**
	 * Lets somebody out, and tells those who stay.
	 * @param connection the connection that ended
	 */
	synchronized void leave(Connection connection) {
		Member member = this.members.remove(connection.id());
		if (member != null) {
			tellAll(new ChatEvent.Left(member.name(), this.clock.instant(), names()));
		}
	}

	synchronized int size() {
		return this.members.size();
	}

	String name() {
		return this.name;
	}

	private void tellAll(ChatEvent event) {
		PreparedMessage message = encode(event);
		this.members.values().forEach((member) -> member.connection().send(message));
	}

	private PreparedMessage encode(ChatEvent event) {
		return PreparedMessage.text(this.json.writeValueAsString(event));
	}

	private String freeName(String wanted) {
		String free = wanted;
		for (int number = 2; isTaken(free); number++) {
			free = DisplayName.numbered(wanted, number);
		}
		return free;
	}

	private boolean isTaken(String wanted) {
		return this.members.values().stream().anyMatch((member) -> member.name().equalsIgnoreCase(wanted));
	}

	private ChatEvent.@Nullable Said heard(@Nullable String ref) {
		if (ref == null) {
			return null;
		}
		return this.history.stream().filter((said) -> ref.equals(said.ref())).findFirst().orElse(null);
	}

	private List<String> names() {
		List<String> names = new ArrayList<>(this.members.size());
		this.members.values().forEach((member) -> names.add(member.name()));
		return names;
	}

	/**
	 * Somebody in the room.
	 *
	 * @param connection the way to them
	 * @param name their name, which nobody else in the room has
	 */
	private record Member(Connection connection, String name) {

	}

}
