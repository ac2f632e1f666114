package io.aerosocket.conformance;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The head of an HTTP message.
 */
final class HttpHead {

	private HttpHead() {
	}

	/**
	 * Reads up to the empty line.
	 * @param in the bytes
	 * @return the lines
	 * @throws IOException if the end comes first
	 */
	static List<String> read(InputStream in) throws IOException {
		ByteArrayOutputStream head = new ByteArrayOutputStream();
		for (int end = 0; end != 0x0D0A_0D0A;) {
			int next = in.read();
			if (next < 0) {
				throw new IOException("The end came after: " + head);
			}
			head.write(next);
			end = end << 8 | next;
		}
		return head.toString(StandardCharsets.ISO_8859_1).lines().toList();
	}

	/**
	 * Finds a field.
	 * @param head the lines
	 * @param name its name
	 * @return its value, empty without one
	 */
	static String field(List<String> head, String name) {
		return head.stream()
			.filter((line) -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
			.map((line) -> line.substring(name.length() + 1).strip())
			.findFirst()
			.orElse("");
	}

}
