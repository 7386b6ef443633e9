package dev.errata.web;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RequestPaths}.
 */
class RequestPathsTests {

	private static RequestPaths paths(String contextPath, String servletPath) {
		return new RequestPaths(() -> contextPath, servletPath);
	}

	@ParameterizedTest
	@CsvSource(emptyValue = "",
			value = { "'','','',/", "*,'','',/", "/,'','',/", "/a,'','',/a", "/app,/app,'',/", "/app/,/app,'',/",
					"/app;x=1,/app,'',/", "/app/a;x=1/b,/app,'',/a/b", "/apple,/app,'',/apple", "/a,/app,'',/a",
					"//app//a,/app,'',/a", "/%61pp/a,/app,'',/a", "/app/%72est/a,/app,/rest,/a",
					"/app/rest,/app,/rest,/", "/app/restless,/app,/rest,/restless", "/app/a,/app,/rest,/a",
					"/x/../app/rest/a,/app,/rest,/a", "/a/../b,'','',/a/../b", "/a/%2e%2E/b,'','',/a/../b",
					"/a%2fb%3B%zz%6/%,'','',/a%2fb%3B%25zz%256/%25" })
	void pathIsThatBelowTheApplication(String target, String contextPath, String servletPath, String expected) {
		assertThat(paths(contextPath, servletPath).of(target)).isEqualTo(expected);
	}

	@ParameterizedTest
	@CsvSource(nullValues = "-",
			value = { "-,/", "example.com:443,/", "/app/x/../%61,/a", "/../app/a/.,/a", "/..,/", "/x/%2e%2e/app/a,/a" })
	void dotsOfWhatIsRefusedAreResolved(String target, String expected) {
		assertThat(paths("/app", "").ofRefused(target)).isEqualTo(expected);
	}

	@ParameterizedTest
	@CsvSource(emptyValue = "", value = { "/app,/app/rest", "/x/../app;a=b,/app/rest",
			"//evil.example,/evil.example/rest", "nowhere,/app/rest" })
	void baseIsPlain(String contextPath, String expected) {
		assertThat(paths("/app", "/rest").baseOf(contextPath)).isEqualTo(expected);
	}

}
