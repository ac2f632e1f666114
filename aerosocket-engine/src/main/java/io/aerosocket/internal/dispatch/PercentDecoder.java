package io.aerosocket.internal.dispatch;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Undoes percent-encoding in a path (RFC 3986 section 2.1). Segments are cut before they
 * are decoded, so that an encoded slash stays within its segment.
 */
final class PercentDecoder {

	private PercentDecoder() {
	}

	static List<String> segments(String path) {
		List<String> segments = new ArrayList<>();
		int start = 1;
		while (start <= path.length()) {
			int end = path.indexOf('/', start);
			end = (end < 0) ? path.length() : end;
			segments.add(decode(path.substring(start, end)));
			start = end + 1;
		}
		return segments;
	}

	private static String decode(String segment) {
		if (segment.indexOf('%') < 0) {
			return segment;
		}
		ByteBuffer bytes = ByteBuffer.allocate(segment.length());
		for (int i = 0; i < segment.length(); i++) {
			char c = segment.charAt(i);
			if (c == '%') {
				int high = digit(segment, i + 1);
				int low = digit(segment, i + 2);
				if (high < 0 || low < 0) {
					throw new IllegalArgumentException(
							"path: malformed escape (expected: a percent sign and two hex digits)");
				}
				bytes.put((byte) (high << 4 | low));
				i += 2;
			}
			else {
				bytes.put((byte) c);
			}
		}
		try {
			return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
		}
		catch (CharacterCodingException ex) {
			throw new IllegalArgumentException("path: malformed escape (expected: UTF-8)");
		}
	}

	private static int digit(String text, int index) {
		return (index < text.length()) ? Character.digit(text.charAt(index), 16) : -1;
	}

}
