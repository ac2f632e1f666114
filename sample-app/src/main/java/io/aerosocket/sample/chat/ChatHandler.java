package io.aerosocket.sample.chat;

import jakarta.validation.Valid;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

import io.aerosocket.Connection;
import io.aerosocket.spring.handler.AeroSocketHandler;
import io.aerosocket.spring.handler.MessageConversionException;
import io.aerosocket.spring.handler.OnClose;
import io.aerosocket.spring.handler.OnError;
import io.aerosocket.spring.handler.OnMessage;
import io.aerosocket.spring.handler.OnOpen;
import io.aerosocket.spring.handler.PayloadValidationException;

/**
 * The chat: one connection is one member of one room.
 * <p>
 * Its methods wait for a room's lock, so they are left where AeroSocket puts methods that
 * may block: on a virtual thread or a worker, never on an event loop.
 */
@AeroSocketHandler("/chat/{room}")
public class ChatHandler {

	private static final String ROOM = ChatRoom.class.getName();

	private final ChatRooms rooms;

	ChatHandler(ChatRooms rooms) {
		this.rooms = rooms;
	}

	@OnOpen
	public void join(Connection connection, @PathVariable String room,
			@RequestParam(required = false) @Nullable String name) {
		connection.attributes().put(ROOM, this.rooms.join(connection, room, DisplayName.of(name)));
	}

	@OnMessage
	public void say(Connection connection, @Valid ChatInput input) {
		// Somebody who was refused may have talked before our Close arrived.
		if (connection.attributes().get(ROOM) instanceof ChatRoom room) {
			room.say(connection, input);
		}
	}

	@OnClose
	public void leave(Connection connection) {
		if (connection.attributes().get(ROOM) instanceof ChatRoom room) {
			room.leave(connection);
		}
	}

	@OnError
	public void refuse(Connection connection, ChatRefusedException refusal) {
		connection.close(refusal.closeCode(), String.valueOf(refusal.getMessage()));
	}

	@OnError
	public ChatEvent.Refused reject(PayloadValidationException invalid) {
		return new ChatEvent.Refused("A message has 1 to 2000 characters.");
	}

	@OnError
	public ChatEvent.Refused reject(MessageConversionException unreadable) {
		return new ChatEvent.Refused("A message is a JSON object with a text.");
	}

}
