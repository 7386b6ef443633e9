package dev.errata;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the lists of auto-configurations.
 */
class AutoConfigurationImportsTests {

	@ParameterizedTest
	@ValueSource(strings = { "org.springframework.boot.autoconfigure.AutoConfiguration",
			"org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureWebMvc",
			"org.springframework.boot.webflux.test.autoconfigure.AutoConfigureWebFlux" })
	void everyAutoConfigurationIsListed(String list) throws IOException {
		List<String> declared = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
			.importPackages("dev.errata")
			.stream()
			.filter((type) -> type.isAnnotatedWith(AutoConfiguration.class))
			.map(JavaClass::getName)
			.toList();
		List<String> listed = new ClassPathResource("META-INF/spring/" + list + ".imports")
			.getContentAsString(StandardCharsets.UTF_8)
			.lines()
			.toList();
		assertThat(listed).isNotEmpty().containsExactlyInAnyOrderElementsOf(declared);
	}

}
