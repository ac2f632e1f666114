package io.aerosocket;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The house plan of {@code docs/architecture.md} as a table: each package and what it may
 * use, lowest first. A package may only name packages above its own row.
 */
class ArchitectureTests {

	private static final String ROOT = "io.aerosocket";

	private static final String PLAN = """
			.                   |
			telemetry           | .
			codec               | .
			extension           | .
			internal.frame      | .
			internal.extension  | . extension
			internal.message    | . extension internal.frame internal.extension
			internal.handshake  | .
			internal.stream     | . internal.frame
			internal.flight     | . telemetry
			internal.connection | . telemetry internal.flight internal.frame internal.extension internal.message internal.stream
			internal.dispatch   | .
			internal.transport  | . telemetry internal.flight internal.handshake
			server              | . telemetry extension internal.extension internal.flight internal.connection internal.dispatch internal.handshake internal.stream internal.transport
			client              | . telemetry extension internal.extension internal.connection internal.dispatch internal.handshake internal.stream internal.transport
			""";

	private static final Map<String, List<String>> mayUse = PLAN.lines()
		.map((row) -> row.split("\\|", -1))
		.collect(Collectors.toMap((row) -> row[0].strip(),
				(row) -> Arrays.stream(row[1].strip().split(" +")).filter((name) -> !name.isEmpty()).toList(),
				(a, b) -> a, LinkedHashMap::new));

	private static final List<String> packages = List.copyOf(mayUse.keySet());

	private static final JavaClasses engine = new ClassFileImporter().withImportOption(new DoNotIncludeTests())
		.importPackages(ROOT);

	@ParameterizedTest
	@FieldSource("packages")
	void packageUsesOnlyWhatThePlanAllows(String name) {
		String[] allowed = Stream.concat(Stream.of(name), mayUse.get(name).stream())
			.map(ArchitectureTests::qualified)
			.toArray(String[]::new);
		DescribedPredicate<JavaClass> ours = resideInAnyPackage(ROOT + "..");
		classes().that()
			.resideInAPackage(qualified(name))
			.should()
			.onlyDependOnClassesThat(DescribedPredicate.not(ours).or(resideInAnyPackage(allowed)))
			.allowEmptyShould(true)
			.check(engine);
	}

	@Test
	void planHasNoCycles() {
		assertThat(packages).allSatisfy(
				(name) -> assertThat(packages.subList(0, packages.indexOf(name))).containsAll(mayUse.get(name)));
	}

	@Test
	void everyPackageIsOnThePlan() {
		assertThat(engine).extracting(JavaClass::getPackageName)
			.isSubsetOf(packages.stream().map(ArchitectureTests::qualified).toList());
	}

	@Test
	void codeHasNoCycles() {
		slices().matching("io.aerosocket.(**)").should().beFreeOfCycles().check(engine);
	}

	@Test
	void internalTypesAreClosed() {
		classes().that()
			.resideInAPackage(ROOT + ".internal..")
			.and()
			.areNotInterfaces()
			.and()
			.areNotAnonymousClasses()
			.and()
			.doNotHaveModifier(JavaModifier.ABSTRACT)
			.should()
			.haveModifier(JavaModifier.FINAL)
			.check(engine);
	}

	@Test
	void publicTypesNameNoInternalOnes() {
		// What a user can see must not lead into the engine room.
		for (JavaClass type : engine) {
			if (type.getPackageName().contains(".internal.") || !type.getModifiers().contains(JavaModifier.PUBLIC)) {
				continue;
			}
			assertThat(type.getMethods()).filteredOn((method) -> method.getModifiers().contains(JavaModifier.PUBLIC))
				.allSatisfy((method) -> assertThat(method.getAllInvolvedRawTypes())
					.noneMatch((involved) -> involved.getPackageName().startsWith(ROOT + ".internal")));
		}
	}

	@Test
	void springIsNowhereInTheEngine() {
		noClasses().should().dependOnClassesThat().resideInAPackage("org.springframework..").check(engine);
	}

	@Test
	void everyPackageIsNullMarked() {
		assertThat(engine.stream().map(JavaClass::getPackage).distinct())
			.allMatch((javaPackage) -> javaPackage.isAnnotatedWith(NullMarked.class));
	}

	private static String qualified(String name) {
		return name.equals(".") ? ROOT : ROOT + "." + name;
	}

}
