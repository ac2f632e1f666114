package io.aerosocket.spring.handler;

import org.springframework.core.ResolvableType;

import io.aerosocket.Message;

/**
 * Strategy that turns the text of messages into objects and back. Asked for each type
 * once, at start-up.
 */
public interface PayloadConverter {

	/**
	 * Prepares reading.
	 * @param type the type to read
	 * @return a reader, safe for any thread
	 */
	Reader reader(ResolvableType type);

	/**
	 * Prepares writing.
	 * @param type the declared type of the values
	 * @return a writer, safe for any thread
	 */
	Writer writer(ResolvableType type);

	/**
	 * Reads objects of one type.
	 */
	@FunctionalInterface
	interface Reader {

		/**
		 * Reads an object.
		 * @param message the message, whose payload must be read before this returns
		 * @return the object
		 * @throws MessageConversionException if the payload does not fit the type
		 */
		Object read(Message message);

	}

	/**
	 * Writes objects of one type.
	 */
	@FunctionalInterface
	interface Writer {

		/**
		 * Writes an object.
		 * @param value the object
		 * @return the text of the message
		 */
		String write(Object value);

	}

}
