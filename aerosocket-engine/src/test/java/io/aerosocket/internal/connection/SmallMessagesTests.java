package io.aerosocket.internal.connection;

import java.io.File;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How the JIT compiler sees what small messages take.
 */
class SmallMessagesTests {

	/** HotSpot's FreqInlineSize: it puts no longer method into its callers. */
	private static final int LONGEST_INLINED = 325;

	private static final Pattern METHOD = Pattern.compile("static boolean append\\(.*?\\n\\n", Pattern.DOTALL);

	private static final Pattern INSTRUCTION = Pattern.compile("(?m)^\\s+(\\d+): \\w+");

	@Test
	void isAPieceOfItsOwn() {
		MatchResult append = METHOD.matcher(disassembled()).results().findFirst().orElseThrow();
		int last = INSTRUCTION.matcher(append.group())
			.results()
			.mapToInt((instruction) -> Integer.parseInt(instruction.group(1)))
			.max()
			.orElseThrow();
		assertThat(last + 1).as("bytes of SmallMessages.append").isGreaterThan(LONGEST_INLINED);
	}

	private static String disassembled() {
		StringWriter text = new StringWriter();
		PrintWriter out = new PrintWriter(text);
		ToolProvider javap = ToolProvider.findFirst("javap").orElseThrow();
		String classes = new File(SmallMessages.class.getProtectionDomain().getCodeSource().getLocation().getPath())
			.getPath();
		assertThat(javap.run(out, out, "-p", "-c", "-cp", classes, SmallMessages.class.getName())).isZero();
		out.flush();
		return text + "\n\n";
	}

}
