package dev.errata.error;

import java.time.Instant;
import java.util.Locale;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ErrorRequest}.
 */
class ErrorRequestTests {

	@ParameterizedTest
	@CsvSource({ "/a/b, /a/b", "/a;jsessionid=1, /a", "/a;x=1/b;y;z/c, /a/b/c", "/a;/b, /a/b", ";x, ''", ";x/a, /a",
			"/;/;/, ///", "'',''", "," })
	void pathHasNoMatrixParameters(String sent, String told) {
		ErrorRequest request = new ErrorRequest("id", "GET", sent, "", Locale.ROOT, Instant.EPOCH);
		assertThat(request.path()).isEqualTo(told);
	}

}
