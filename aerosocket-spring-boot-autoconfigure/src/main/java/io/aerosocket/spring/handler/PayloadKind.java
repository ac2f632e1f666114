package io.aerosocket.spring.handler;

/**
 * Which messages a method takes.
 */
enum PayloadKind {

	/** Text messages. */
	TEXT("text"),

	/** Binary messages. */
	BINARY("binary"),

	/** Messages that the connection's codec reads. */
	OBJECT("object"),

	/** Whatever no other method takes. */
	ANY("any");

	private final String label;

	PayloadKind(String label) {
		this.label = label;
	}

	@Override
	public String toString() {
		return this.label;
	}

}
