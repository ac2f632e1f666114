package io.aerosocket.spring.boot.autoconfigure;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import javax.tools.Diagnostic;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;

/**
 * A block of Java as something that can be compiled: as it is if it declares types,
 * otherwise as members of a class or as the body of a method.
 */
final class JavaSnippet extends SimpleJavaFileObject {

	private static final List<String> IMPORTS = List.of("java.io.*", "java.lang.reflect.Type", "java.net.*",
			"java.nio.*", "java.nio.file.*", "java.security.*", "java.time.*", "java.util.*", "java.util.concurrent.*",
			"io.aerosocket.*", "io.aerosocket.client.*", "io.aerosocket.codec.*", "io.aerosocket.extension.*",
			"io.aerosocket.server.*", "io.aerosocket.telemetry.*", "io.aerosocket.spring.boot.autoconfigure.*",
			"io.aerosocket.spring.handler.*", "io.aerosocket.spring.event.*",
			"io.micrometer.core.instrument.MeterRegistry", "io.micrometer.core.instrument.Timer",
			"jakarta.annotation.PreDestroy", "jakarta.validation.Valid", "org.jspecify.annotations.Nullable",
			"org.springframework.beans.factory.annotation.*", "org.springframework.boot.*",
			"org.springframework.boot.autoconfigure.*", "org.springframework.boot.context.properties.*",
			"org.springframework.boot.test.context.*", "org.springframework.context.annotation.*",
			"org.springframework.context.event.EventListener", "org.springframework.core.annotation.*",
			"org.springframework.stereotype.*", "org.springframework.web.bind.annotation.*",
			"reactor.core.publisher.*");

	private static final Pattern TYPE = Pattern.compile(
			"^(public |final |abstract |sealed |non-sealed )*(class|interface|record|enum) \\w", Pattern.MULTILINE);

	private static final Pattern MEMBER = Pattern.compile(
			"\\A(/\\*\\*.*?\\*/\\s*)?(@\\w+(\\([^)]*\\))?\\s+)*(public |private |protected |static |final )",
			Pattern.DOTALL);

	private static final Pattern ANNOTATED = Pattern.compile("\\A(/\\*\\*.*?\\*/\\s*)?@\\w+", Pattern.DOTALL);

	private final DocumentationPage.Block block;

	private final String source;

	private final int linesBefore;

	JavaSnippet(DocumentationPage.Block block) {
		super(URI.create("string:///" + name(block) + ".java"), JavaFileObject.Kind.SOURCE);
		this.block = block;
		String before = before(block);
		this.linesBefore = (int) before.lines().count();
		this.source = before + "\n" + withoutImports(block.text()) + after(block);
	}

	private static String name(DocumentationPage.Block block) {
		return "Snippet_" + block.page().toString().replaceAll("[^A-Za-z0-9]", "_") + "_" + block.line();
	}

	private static String before(DocumentationPage.Block block) {
		String text = block.text();
		String imports = IMPORTS.stream().map((name) -> "import " + name + ";").collect(Collectors.joining());
		String own = text.lines().filter((line) -> line.startsWith("import ")).collect(Collectors.joining());
		String head = "package snippets." + name(block).toLowerCase(Locale.ROOT) + ";" + imports + own;
		if (isUnit(text)) {
			return head + block.given().replace("\n", " ");
		}
		String given = block.given().replace("\n", " ");
		String contract = given.startsWith("implements ") ? given.substring(0, given.indexOf(';')) : "";
		String members = contract.isEmpty() ? given : given.substring(given.indexOf(';') + 1);
		String opened = head + " class " + name(block) + " " + contract + " {" + members;
		return isMember(text) ? opened : opened + " void snippet() throws Exception {";
	}

	private static String after(DocumentationPage.Block block) {
		if (isUnit(block.text())) {
			return "";
		}
		return isMember(block.text()) ? "}" : "}}";
	}

	private static boolean isUnit(String text) {
		return TYPE.matcher(text).find();
	}

	private static boolean isMember(String text) {
		return MEMBER.matcher(text).find() || ANNOTATED.matcher(text).find();
	}

	// A public type need not have its file's name here.
	private static String withoutImports(String text) {
		return text.replaceAll("(?m)^import .*$", "")
			.replaceAll("(?m)^public (?=.*\\b(class|interface|record|enum)\\b)", "");
	}

	/**
	 * Tells where in the documentation a problem is.
	 * @param problem the compiler's
	 * @return page, line and message
	 */
	String describe(Diagnostic<?> problem) {
		long line = this.block.line() + problem.getLineNumber() - this.linesBefore - 1;
		return this.block.page() + ":" + line + ": " + problem.getMessage(null);
	}

	@Override
	public CharSequence getCharContent(boolean ignoreEncodingErrors) {
		return this.source;
	}

}
