package io.aerosocket.sample.packaged;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the packaged application, and each library of ours in it, says what it is
 * made of (CycloneDX), with hashes and licences.
 */
class BillOfMaterialsIntegrationTests {

	private static final JsonMapper JSON = new JsonMapper();

	@Test
	void theApplicationListsEveryLibraryThatItBrings() throws IOException {
		try (JarFile jar = new JarFile(Path.of(System.getProperty("sample.jar")).toFile())) {
			JsonNode bill = read(jar.getInputStream(jar.getEntry("META-INF/sbom/application.cdx.json")));
			List<String> brought = jar.stream()
				.map(ZipEntry::getName)
				.filter((name) -> name.matches("BOOT-INF/lib/.*\\.jar") && !name.contains("jarmode"))
				.map((name) -> name.substring("BOOT-INF/lib/".length(), name.length() - ".jar".length()))
				.toList();
			assertThat(bill.path("bomFormat").asString()).isEqualTo("CycloneDX");
			assertThat(names(bill)).hasSizeGreaterThan(50).containsAll(brought);
			assertThat(bill.path("components")).filteredOn((component) -> foreign(component))
				.allSatisfy((component) -> {
					assertThat(component.path("hashes")).as(component.path("purl").asString()).isNotEmpty();
					assertThat(component.path("licenses")).as(component.path("purl").asString()).isNotEmpty();
				});
		}
	}

	@Test
	void eachLibraryOfOursCarriesABillOfItsOwn() throws IOException {
		try (JarFile jar = new JarFile(Path.of(System.getProperty("sample.jar")).toFile())) {
			List<String> ours = jar.stream()
				.map(ZipEntry::getName)
				.filter((name) -> name.startsWith("BOOT-INF/lib/aerosocket-"))
				.toList();
			assertThat(ours).hasSize(3);
			for (String library : ours) {
				JsonNode bill = billOf(jar.getInputStream(jar.getEntry(library)));
				assertThat(bill).as(library).isNotNull();
				assertThat(bill.path("metadata").path("component").path("purl").asString())
					.contains("pkg:maven/io.aerosocket/");
				assertThat(bill.path("components")).isNotEmpty();
			}
		}
	}

	private static boolean foreign(JsonNode component) {
		return !component.path("group").asString().equals("io.aerosocket");
	}

	private static List<String> names(JsonNode bill) {
		return bill.path("components").valueStream().map((component) -> {
			String purl = component.path("purl").asString();
			String classifier = purl.contains("classifier=") ? "-" + purl.replaceAll(".*classifier=([^&]*).*", "$1")
					: "";
			return component.path("name").asString() + "-" + component.path("version").asString() + classifier;
		}).toList();
	}

	private static @Nullable JsonNode billOf(InputStream library) throws IOException {
		try (ZipInputStream jar = new ZipInputStream(library)) {
			for (ZipEntry entry = jar.getNextEntry(); entry != null; entry = jar.getNextEntry()) {
				if (entry.getName().matches("META-INF/sbom/aerosocket-.*\\.cdx\\.json")) {
					return read(jar);
				}
			}
			return null;
		}
	}

	private static JsonNode read(InputStream json) throws IOException {
		return JSON.readTree(json.readAllBytes());
	}

}
