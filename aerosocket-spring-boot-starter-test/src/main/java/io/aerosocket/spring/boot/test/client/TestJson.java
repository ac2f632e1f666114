package io.aerosocket.spring.boot.test.client;

import tools.jackson.databind.json.JsonMapper;

/**
 * Turns objects into JSON and back, the way the application under test does.
 */
public interface TestJson {

	/**
	 * Writes an object.
	 * @param object the object
	 * @return its JSON
	 */
	String write(Object object);

	/**
	 * Reads an object.
	 * @param json the JSON
	 * @param type the type of the object
	 * @param <T> the type of the object
	 * @return the object
	 * @throws RuntimeException if it is not the JSON of such an object
	 */
	<T> T read(String json, Class<T> type);

	/**
	 * Uses Jackson.
	 * @param mapper the mapper
	 * @return what uses that mapper
	 */
	static TestJson jackson(JsonMapper mapper) {
		return new TestJson() {

			@Override
			public String write(Object object) {
				return mapper.writeValueAsString(object);
			}

			@Override
			public <T> T read(String json, Class<T> type) {
				return mapper.readValue(json, type);
			}

		};
	}

}
