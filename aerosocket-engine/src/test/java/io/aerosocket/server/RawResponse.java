package io.aerosocket.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An HTTP response, parsed as strictly as RFC 9112 writes it.
 *
 * @param status the status
 * @param headers the header lines in their order, without their ends
 * @param body the body, empty for 101
 */
record RawResponse(int status, List<String> headers, String body) {

	private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.1 (\\d{3}) [ -~]*");

	private static final Pattern HEADER_LINE = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+:[ \\t]*[ -~]*");

	static RawResponse readFrom(InputStream in) throws IOException {
		Matcher statusLine = STATUS_LINE.matcher(readLine(in));
		assertThat(statusLine.matches()).as("status line").isTrue();
		int status = Integer.parseInt(statusLine.group(1));
		List<String> headers = new ArrayList<>();
		for (String line = readLine(in); !line.isEmpty(); line = readLine(in)) {
			assertThat(line).matches(HEADER_LINE);
			headers.add(line);
		}
		RawResponse head = new RawResponse(status, headers, "");
		return (status == 101) ? head : new RawResponse(status, headers, head.readBody(in));
	}

	private static String readLine(InputStream in) throws IOException {
		ByteArrayOutputStream line = new ByteArrayOutputStream();
		for (int b = in.read(); b != '\n'; b = in.read()) {
			if (b < 0) {
				throw new IOException("The response ended after: " + line.toString(StandardCharsets.ISO_8859_1));
			}
			line.write(b);
		}
		String text = line.toString(StandardCharsets.ISO_8859_1);
		assertThat(text).as("end of a line").endsWith("\r");
		return text.substring(0, text.length() - 1);
	}

	private String readBody(InputStream in) throws IOException {
		String length = header("Content-Length");
		byte[] body = (length != null) ? in.readNBytes(Integer.parseInt(length)) : in.readAllBytes();
		if (length != null) {
			assertThat(body).as("body").hasSize(Integer.parseInt(length));
		}
		return new String(body, StandardCharsets.UTF_8);
	}

	/**
	 * Returns the value of a field that must not be there twice.
	 * @param name the field's name in any case
	 * @return the value, or {@code null} when it is not there
	 */
	@Nullable String header(String name) {
		List<String> values = all(name);
		assertThat(values).as(name).hasSizeLessThanOrEqualTo(1);
		return values.isEmpty() ? null : values.get(0);
	}

	List<String> all(String name) {
		return this.headers.stream()
			.filter((line) -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
			.map((line) -> line.substring(name.length() + 1).strip())
			.toList();
	}

}
