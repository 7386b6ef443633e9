package dev.errata.properties;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for what is said about files that are no YAML.
 */
@ExtendWith(OutputCaptureExtension.class)
class YamlFailureAnalyzerTests {

	@TempDir
	private Path directory;

	@ParameterizedTest
	@CsvSource(delimiter = ';', quoteCharacter = '`',
			textBlock = """
					errata:|\tcodes:;2, column 1;found character;Indent with spaces instead of tabs.
					errata:|  codes: {}|  closed: false|  codes: {};4, column 3;found duplicate key codes;Write the key once, with everything
					errata:|  codes:|    gone: 410|   lost: 404;4, column 4;expected <block end>;Check the indentation there
					errata:|  a: b: c;2, column 7;mapping values are not allowed here;Check the indentation there
					""")
	void fileIsNoYaml(String lines, String place, String problem, String action, CapturedOutput output)
			throws IOException {
		Path file = Files.writeString(this.directory.resolve("broken.yml"), lines.replace('|', '\n') + "\n");
		assertThatException()
			.isThrownBy(() -> new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
				.run("--spring.config.location=" + file.toUri()));
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("A configuration file is not valid YAML: " + problem)
			.contains("\n\nLine " + place + ":\n\n")
			.contains("Action:\n\n" + action)
			.doesNotContain("\tat ");
	}

	@Configuration(proxyBeanMethods = false)
	static class Application {

	}

}
