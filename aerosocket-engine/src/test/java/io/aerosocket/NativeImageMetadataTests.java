package io.aerosocket;

import java.util.Set;
import java.util.regex.Pattern;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import io.netty.channel.ChannelHandler;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.contentOf;

/**
 * What the engine and Netty look up by name is in the metadata for native images.
 */
class NativeImageMetadataTests {

	private static final JavaClasses engine = new ClassFileImporter().withImportOption(new DoNotIncludeTests())
		.importPackages("io.aerosocket");

	private static final String METADATA = contentOf(NativeImageMetadataTests.class
		.getResource("/META-INF/native-image/io.aerosocket/aerosocket-engine/reflect-config.json"))
		.replaceAll("\\s", "");

	// Netty asks each handler's class which of its methods may be skipped.
	@Test
	void methodsOfChannelHandlersCanBeQueried() {
		assertThat(engine).filteredOn((type) -> type.isAssignableTo(ChannelHandler.class))
			.filteredOn((type) -> !type.isInterface() && !type.getModifiers().contains(JavaModifier.ABSTRACT))
			.extracting((type) -> entry(type, "queryAllPublicMethods"))
			.isNotEmpty()
			.allSatisfy((entry) -> assertThat(METADATA).as("Add it to reflect-config.json").contains(entry));
	}

	@Test
	void fieldsThatAreUpdatedByNameCanBeFound() {
		assertThat(engine).filteredOn(NativeImageMetadataTests::updatesFieldsByName)
			.extracting((type) -> entry(type, "allDeclaredFields"))
			.isNotEmpty()
			.allSatisfy((entry) -> assertThat(METADATA).as("Add it to reflect-config.json").contains(entry));
	}

	@Test
	void everyEntryExists() {
		assertThat(Pattern.compile("\"name\":\"(io\\.aerosocket\\.[^\"]+)\"").matcher(METADATA).results())
			.extracting((match) -> match.group(1))
			.isNotEmpty()
			.allSatisfy((name) -> assertThat(Class.forName(name, false, getClass().getClassLoader())).isNotNull());
	}

	private static boolean updatesFieldsByName(JavaClass type) {
		return type.getMethodCallsFromSelf()
			.stream()
			.anyMatch((call) -> Set.of("findVarHandle", "newUpdater").contains(call.getTarget().getName()));
	}

	private static String entry(JavaClass type, String right) {
		return "{\"name\":\"%1$s\",\"condition\":{\"typeReachable\":\"%1$s\"},\"%2$s\":true}".formatted(type.getName(),
				right);
	}

}
