package io.aerosocket.spring.boot.test.example;

import org.springframework.stereotype.Service;

/**
 * A service, which a slice does not load.
 */
@Service
public class Greetings {

	public String greet(String name) {
		return "Hello, " + name;
	}

}
