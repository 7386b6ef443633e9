package dev.errata.envelope;

import dev.errata.catalog.CatalogEntry;
import dev.errata.error.ApiError;
import dev.errata.error.Failure;
import dev.errata.error.TestErrors;
import dev.errata.template.InvalidTemplateException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link HeaderTemplate}.
 */
class HeaderTemplateTests {

	private final ApiError error = TestErrors.compose(
			Failure.of("busy").with("text", "über\r\nX: y").with("blank", " "),
			CatalogEntry.of("busy", (entry) -> entry.status(503)));

	@Test
	void valueIsFilled() {
		HeaderTemplate header = HeaderTemplate.compile("X-Error-Code", "{code}; status={status}");
		assertThat(header.name()).isEqualTo("X-Error-Code");
		assertThat(header.value(this.error)).isEqualTo("busy; status=503");
	}

	@Test
	void absentOrBlankValueIsNone() {
		assertThat(HeaderTemplate.compile("X-Docs", "{docs}").value(this.error)).isNull();
		assertThat(HeaderTemplate.compile("X-Docs", "{details.blank}").value(this.error)).isNull();
		assertThat(HeaderTemplate.compile("X-Docs", "").value(this.error)).isNull();
		assertThat(HeaderTemplate.compile("X-Docs", "<{docs}>; {code}").value(this.error)).isNull();
	}

	@Test
	void valueIsPrintableAscii() {
		assertThat(HeaderTemplate.compile("X-Text", "{details.text}").value(this.error)).isEqualTo("?ber X: y");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "X Error", "X-Error:", "X\r\nY", "Ü", "a/b" })
	void nameThatIsNoToken(String name) {
		assertThatExceptionOfType(InvalidTemplateException.class).isThrownBy(() -> HeaderTemplate.compile(name, "x"))
			.withMessage("This is not the name of an HTTP header.");
	}

	@Test
	void valueThatCannotBeFilled() {
		assertThatExceptionOfType(InvalidTemplateException.class)
			.isThrownBy(() -> HeaderTemplate.compile("X-Errors", "{violations}"))
			.withMessageStartingWith("{violations} is a list or an object");
	}

}
