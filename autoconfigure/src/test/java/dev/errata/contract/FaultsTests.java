package dev.errata.contract;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;

import dev.errata.browser.BrowserAutoConfiguration;
import dev.errata.client.ClientAutoConfiguration;
import dev.errata.idempotency.IdempotencyAutoConfiguration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.util.StringUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the report of faults at start-up. The folder {@code dev/errata/faults} has a
 * pair of files for each case: {@code NAME.yml} is the configuration, {@code NAME.txt}
 * the whole report.
 */
class FaultsTests {

	private static final String FOLDER = "dev/errata/faults/";

	@ParameterizedTest
	@MethodSource("names")
	void reportIsThatOfTheFile(String name) throws IOException {
		assertThat(TestApplication.yaml(read(name + ".yml"))
			.with(BrowserAutoConfiguration.class, ClientAutoConfiguration.class, IdempotencyAutoConfiguration.class)
			.report()).isEqualTo(read(name + ".txt"));
	}

	static Stream<String> names() throws IOException {
		return Arrays.stream(new PathMatchingResourcePatternResolver().getResources("classpath:" + FOLDER + "*.yml"))
			.map(Resource::getFilename)
			.map(StringUtils::stripFilenameExtension)
			.sorted();
	}

	private static String read(String file) throws IOException {
		return new ClassPathResource(FOLDER + file).getContentAsString(StandardCharsets.UTF_8);
	}

}
