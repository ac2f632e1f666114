package io.aerosocket.spring;

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
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The Spring rows of the house plan.
 */
class ArchitectureTests {

	private static final String HANDLER = "io.aerosocket.spring.handler";

	private static final String CODEC = "io.aerosocket.spring.codec";

	private static final String EVENT = "io.aerosocket.spring.event";

	private static final String OBSERVATION = "io.aerosocket.spring.observation";

	private static final String BOOT = "io.aerosocket.spring.boot.autoconfigure";

	private static final String ACTUATE = BOOT + ".actuate";

	private static final String AUDIT = BOOT + ".audit";

	private static final JavaClasses ours = new ClassFileImporter().withImportOption(new DoNotIncludeTests())
		.importPackages("io.aerosocket.spring");

	@Test
	void handlersNeedNoBoot() {
		noClasses().that()
			.resideInAPackage(HANDLER)
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.springframework.boot..", BOOT + "..")
			.check(ours);
	}

	@Test
	void handlersUseTheContractOnly() {
		noClasses().that()
			.resideInAPackage(HANDLER)
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("io.aerosocket.server..", "io.aerosocket.internal..", "io.netty..")
			.check(ours);
	}

	@Test
	void eventsNeedNoBootAndNoHandlers() {
		noClasses().that()
			.resideInAPackage(EVENT)
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.springframework.boot..", BOOT + "..", HANDLER, "io.aerosocket.server..",
					"io.netty..")
			.check(ours);
	}

	@Test
	void observationsNeedNoBootAndNoServer() {
		noClasses().that()
			.resideInAPackage(OBSERVATION)
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.springframework.boot..", BOOT + "..", "io.aerosocket.server..", "io.netty..")
			.check(ours);
	}

	@Test
	void codecsUseTheContractAndJacksonOnly() {
		classes().that()
			.resideInAPackage(CODEC)
			.should()
			.onlyDependOnClassesThat()
			.resideInAnyPackage("java..", "org.jspecify..", "tools.jackson..", "io.aerosocket", "io.aerosocket.codec",
					CODEC)
			.check(ours);
	}

	@Test
	void nothingUsesTheInsideOfTheEngine() {
		noClasses().should().dependOnClassesThat().resideInAPackage("io.aerosocket.internal..").check(ours);
	}

	@Test
	void autoConfigurationKnowsNothingOfActuator() {
		noClasses().that()
			.resideInAPackage(BOOT)
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage(ACTUATE + "..", AUDIT, "org.springframework.boot.actuate..", "io.micrometer..")
			.check(ours);
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
	void noCycles() {
		slices().matching("io.aerosocket.spring.(**)").should().beFreeOfCycles().check(ours);
	}

	@Test
	void everyPackageIsOnThePlanAndNullMarked() throws Exception {
		assertThat(ours).extracting((type) -> type.getPackageName())
			.containsOnly(CODEC, EVENT, HANDLER, OBSERVATION, BOOT, ACTUATE, AUDIT);
		for (String name : new String[] { CODEC, EVENT, HANDLER, OBSERVATION, BOOT, ACTUATE, AUDIT }) {
			assertThat(Class.forName(name + ".package-info").isAnnotationPresent(NullMarked.class)).as(name).isTrue();
		}
	}

}
