package dev.errata.browser;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CatalogFormat}.
 */
class CatalogFormatTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "-", quoteCharacter = '`', textBlock = """
			-                                                               | JSON
			``                                                              | JSON
			*/*                                                             | JSON
			application/*                                                   | JSON
			application/json                                                | JSON
			application/json, text/plain, */*                               | JSON
			text/html                                                       | HTML
			text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8 | HTML
			TEXT/HTML                                                       | HTML
			text/html;q=0.5, application/json                               | JSON
			*/*, text/html;q=0.9                                            | JSON
			text/html;q=0, */*                                              | JSON
			text/html;q=0                                                   | JSON
			text/*                                                          | JSON
			image/png                                                       | JSON
			text/markdown                                                   | MARKDOWN
			application/schema+json                                         | SCHEMA
			text/typescript, */*;q=0.1                                      | TYPESCRIPT
			application/json, text/html                                     | JSON
			text/html, application/json                                     | HTML
			nonsense                                                        | JSON
			text/html;q=x                                                   | JSON
			,,,                                                             | JSON
			""")
	void acceptDecides(String accept, CatalogFormat format) {
		assertThat(CatalogFormat.ofAccept(accept)).isEqualTo(format);
	}

	@Test
	void longAcceptIsNoBurden() {
		assertThat(CatalogFormat.ofAccept("text/plain,".repeat(500) + "text/html")).isEqualTo(CatalogFormat.HTML);
	}

	@Test
	void suffixDecides() {
		assertThat(CatalogFormat.ofSuffix("schema.json")).isEqualTo(CatalogFormat.SCHEMA);
		assertThat(CatalogFormat.ofSuffix("json")).isEqualTo(CatalogFormat.JSON);
		assertThat(CatalogFormat.ofSuffix("html")).isNull();
		assertThat(CatalogFormat.ofSuffix("")).isNull();
	}

}
