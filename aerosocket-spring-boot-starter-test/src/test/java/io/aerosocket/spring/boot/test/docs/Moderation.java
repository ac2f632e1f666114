package io.aerosocket.spring.boot.test.docs;

import org.springframework.stereotype.Service;

/**
 * Decides on what may be said.
 */
@Service
class Moderation {

	boolean allows(String text) {
		return !text.contains("spam");
	}

}
