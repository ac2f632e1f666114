package io.aerosocket.spring.boot.test;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The rows of the house plan for test support.
 */
class ArchitectureTests {

	private static final String ROOT = "io.aerosocket.spring.boot.test";

	private static final String CLIENT = ROOT + ".client";

	private static final String MEMORY = ROOT + ".memory";

	private static final String AUTOCONFIGURE = ROOT + ".autoconfigure";

	private static final JavaClasses ours = new ClassFileImporter().withImportOption(new DoNotIncludeTests())
		.importPackages(ROOT);

	@Test
	void theClientSharesNothingWithTheEngine() {
		noClasses().that()
			.resideInAPackage(CLIENT)
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("io.netty..", "io.aerosocket", "io.aerosocket.server..", "io.aerosocket.client..",
					"io.aerosocket.internal..", "io.aerosocket.spring.handler..", MEMORY + "..", AUTOCONFIGURE + "..")
			.check(ours);
	}

	@Test
	void theMemoryUsesTheEnginesSeamOnly() {
		noClasses().that()
			.resideInAPackage(MEMORY)
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("io.aerosocket.internal..", "org.springframework..", AUTOCONFIGURE + "..")
			.check(ours);
	}

	@Test
	void nothingUsesTheInsideOfTheEngine() {
		noClasses().should().dependOnClassesThat().resideInAPackage("io.aerosocket.internal..").check(ours);
	}

	@Test
	void autoConfigurationsArePublicAndFinalWithHiddenBeanMethods() {
		classes().that()
			.areAnnotatedWith(AutoConfiguration.class)
			.should()
			.bePublic()
			.andShould()
			.haveModifier(JavaModifier.FINAL)
			.andShould()
			.haveSimpleNameEndingWith("AutoConfiguration")
			.check(ours);
		methods().that().areAnnotatedWith(Bean.class).should().bePackagePrivate().check(ours);
	}

	@Test
	void everyPackageIsOnThePlanAndNullMarked() throws Exception {
		assertThat(ours).extracting((type) -> type.getPackageName()).containsOnly(CLIENT, MEMORY, AUTOCONFIGURE);
		for (String name : new String[] { CLIENT, MEMORY, AUTOCONFIGURE }) {
			assertThat(Class.forName(name + ".package-info").isAnnotationPresent(NullMarked.class)).as(name).isTrue();
		}
	}

}
