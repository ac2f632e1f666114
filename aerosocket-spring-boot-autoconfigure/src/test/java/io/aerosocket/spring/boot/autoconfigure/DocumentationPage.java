package io.aerosocket.spring.boot.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page of the documentation, and the blocks of code in it.
 *
 * @param path its file
 * @param text its text
 */
record DocumentationPage(Path path, String text) {

	// A comment before a block, which readers do not see, says what the block takes for
	// granted.
	private static final Pattern BLOCK = Pattern.compile(
			"(?:<!-- given:(.*?)-->\\n+)?^[ \\t]*```(\\w*)\\n(.*?)^[ \\t]*```$", Pattern.DOTALL | Pattern.MULTILINE);

	static DocumentationPage read(Path path) {
		try {
			return new DocumentationPage(path, Files.readString(path));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Returns the blocks of a language.
	 * @param language what stands behind the backquotes
	 * @return the blocks in order
	 */
	List<Block> blocks(String language) {
		List<Block> blocks = new ArrayList<>();
		Matcher matcher = BLOCK.matcher(this.text);
		while (matcher.find()) {
			if (matcher.group(2).equals(language)) {
				int line = (int) this.text.substring(0, matcher.start(3)).lines().count() + 1;
				String given = (matcher.group(1) != null) ? matcher.group(1).strip() : "";
				blocks.add(new Block(this.path, line, given, matcher.group(3).stripIndent()));
			}
		}
		return blocks;
	}

	/**
	 * Leaves out the blocks that have no language, such as messages.
	 * @return what remains
	 */
	String withoutOutput() {
		return BLOCK.matcher(this.text).replaceAll((block) -> block.group(2).isEmpty() ? "" : "$0");
	}

	/**
	 * A block of code.
	 *
	 * @param page the page's file
	 * @param line the number of its first line
	 * @param given what it takes for granted
	 * @param text the code
	 */
	record Block(Path page, int line, String given, String text) {

		@Override
		public String toString() {
			return this.page + ":" + this.line;
		}

	}

}
