package io.aerosocket.spring.boot.test.example;

import java.security.Principal;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import org.springframework.web.bind.annotation.PathVariable;

import io.aerosocket.spring.handler.AeroSocketHandler;
import io.aerosocket.spring.handler.OnError;
import io.aerosocket.spring.handler.OnMessage;
import io.aerosocket.spring.handler.OnOpen;
import io.aerosocket.spring.handler.PayloadValidationException;

/**
 * Greets in JSON.
 */
@AeroSocketHandler("/greet/{language}")
public class GreetingHandler {

	private final Greetings greetings;

	GreetingHandler(Greetings greetings) {
		this.greetings = greetings;
	}

	@OnOpen
	Greeting open(@PathVariable Language language, Principal user) {
		return new Greeting(language + " for " + ((user != null) ? user.getName() : "anybody"));
	}

	@OnMessage
	Greeting greet(@Valid Person person) {
		return new Greeting(this.greetings.greet(person.name()));
	}

	@OnError
	Greeting invalid(PayloadValidationException ex) {
		return new Greeting("Who?");
	}

	public record Person(@NotBlank String name) {

	}

	public record Greeting(String text) {

	}

	/**
	 * What a path variable is converted to.
	 *
	 * @param tag such as {@code de}
	 */
	public record Language(String tag) {

		@Override
		public String toString() {
			return this.tag;
		}

	}

}
