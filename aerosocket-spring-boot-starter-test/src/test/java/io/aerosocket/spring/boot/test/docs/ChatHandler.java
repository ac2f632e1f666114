package io.aerosocket.spring.boot.test.docs;

import java.security.Principal;

import org.springframework.web.bind.annotation.PathVariable;

import io.aerosocket.CloseCode;
import io.aerosocket.Connection;
import io.aerosocket.spring.handler.AeroSocketHandler;
import io.aerosocket.spring.handler.OnMessage;
import io.aerosocket.spring.handler.OnOpen;

/**
 * A chat in which everybody talks to himself.
 */
@AeroSocketHandler("/chat/{room}")
class ChatHandler {

	private final Moderation moderation;

	ChatHandler(Moderation moderation) {
		this.moderation = moderation;
	}

	@OnOpen
	String open(@PathVariable String room, Principal user) {
		return "Welcome to " + room + ((user != null) ? ", " + user.getName() : "");
	}

	@OnMessage
	Said say(ChatMessage message, @PathVariable String room, Connection connection) {
		if (!this.moderation.allows(message.text())) {
			connection.close(new CloseCode(4000), "not here");
			return null;
		}
		return new Said(room, message.text());
	}

	record ChatMessage(String text) {

	}

	record Said(String room, String text) {

	}

}
