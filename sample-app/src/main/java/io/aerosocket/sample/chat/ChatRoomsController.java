package io.aerosocket.sample.chat;

import java.util.List;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Tells the page which rooms people are in.
 */
@RestController
class ChatRoomsController {

	private final ChatRooms rooms;

	ChatRoomsController(ChatRooms rooms) {
		this.rooms = rooms;
	}

	@GetMapping("/api/rooms")
	List<ChatRooms.Occupancy> rooms() {
		return this.rooms.occupied();
	}

}
