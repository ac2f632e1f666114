package io.aerosocket.sample.chat;

import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import org.jspecify.annotations.Nullable;

/**
 * What the server tells a member, as JSON with a {@code type}.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonInclude(JsonInclude.Include.NON_NULL)
sealed interface ChatEvent {

	/**
	 * The first message to a new member.
	 *
	 * @param id the member's own id, which its messages carry
	 * @param name the member's name, with a number behind it if somebody had it before
	 * @param room the room
	 * @param history what was said before, oldest first
	 * @param members who is here, the new member included, in the order of arrival
	 */
	@JsonTypeName("welcome")
	record Welcome(String id, String name, String room, List<Said> history, List<String> members) implements ChatEvent {

	}

	/**
	 * Somebody said something.
	 *
	 * @param id the message's id, unique over restarts
	 * @param from the id of the member who said it
	 * @param name the member's name
	 * @param text the words
	 * @param at when the server heard it
	 * @param ref the sender's own mark
	 */
	@JsonTypeName("message")
	record Said(String id, String from, String name, String text, Instant at,
			@Nullable String ref) implements ChatEvent {

	}

	/**
	 * Somebody came.
	 *
	 * @param name who
	 * @param at when
	 * @param members who is here now
	 */
	@JsonTypeName("joined")
	record Joined(String name, Instant at, List<String> members) implements ChatEvent {

	}

	/**
	 * Somebody went.
	 *
	 * @param name who
	 * @param at when
	 * @param members who is here now
	 */
	@JsonTypeName("left")
	record Left(String name, Instant at, List<String> members) implements ChatEvent {

	}

	/**
	 * What the member sent was not accepted. The connection stays open.
	 *
	 * @param message what was wrong, for people
	 */
	@JsonTypeName("error")
	record Refused(String message) implements ChatEvent {

	}

}
