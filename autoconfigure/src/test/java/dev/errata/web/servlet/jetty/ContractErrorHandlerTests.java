package dev.errata.web.servlet.jetty;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ContractErrorHandler}.
 */
class ContractErrorHandlerTests {

	@ParameterizedTest
	@CsvSource(nullValues = "-", emptyValue = "", value = { "-,'',/", "'','',/", "*,'',/", "/,'',/", "/a,'',/a",
			"/app,/app,/", "/app;x=1,/app,/", "/app/a;x=1/b,/app,/a/b", "/apple,/app,/apple", "/a,/app,/a" })
	void pathIsThatBelowTheApplication(String path, String basePath, String expected) {
		assertThat(ContractErrorHandler.pathWithin(path, basePath)).isEqualTo(expected);
	}

}
