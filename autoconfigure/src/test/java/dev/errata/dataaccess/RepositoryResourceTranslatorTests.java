package dev.errata.dataaccess;

import java.util.Locale;
import java.util.stream.Stream;

import dev.errata.error.Failure;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.core.MethodParameter;
import org.springframework.core.convert.ConversionFailedException;
import org.springframework.core.convert.TypeDescriptor;
import org.springframework.data.repository.support.QueryMethodParameterConversionException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RepositoryResourceTranslator}. Spring Data REST is not there; the
 * integration tests have it.
 */
class RepositoryResourceTranslatorTests {

	private static final String CONVERSION = "org.springframework.core.convert.support.ConversionUtils";

	private static final String RESOURCES = "org.springframework.data.rest.webmvc.RepositoryEntityController";

	private final RepositoryResourceTranslator translator = new RepositoryResourceTranslator();

	@Test
	void conversionForAResourceIsTheFaultOfTheClient() {
		assertThat(translate(thrownAt(failed(), CONVERSION, RESOURCES, "com.example.Filter"))).isNotNull();
	}

	@Test
	void conversionForAQueryIsTheFaultOfTheClient() throws Exception {
		Exception exception = new QueryMethodParameterConversionException("x",
				new MethodParameter(String.class.getMethod("charAt", int.class), 0), failed());
		assertThat(translate(thrownAt(exception, CONVERSION, RESOURCES))).isNotNull();
	}

	@Test
	void conversionOfTheApplicationIsNot() {
		assertThat(translate(thrownAt(failed(), CONVERSION, "com.example.PeopleEvents", RESOURCES))).isNull();
		assertThat(translate(thrownAt(failed(), CONVERSION, "com.example.PeopleController"))).isNull();
	}

	@Test
	void otherExceptionsAreNot() {
		assertThat(translate(thrownAt(new IllegalArgumentException("x"), RESOURCES))).isNull();
	}

	private @Nullable Failure translate(Exception exception) {
		return this.translator.translate(exception, Locale.ENGLISH);
	}

	private static ConversionFailedException failed() {
		return new ConversionFailedException(TypeDescriptor.valueOf(String.class), TypeDescriptor.valueOf(Long.class),
				"x", new NumberFormatException());
	}

	private static Exception thrownAt(Exception exception, String... classes) {
		exception.setStackTrace(Stream.of(classes)
			.map((name) -> new StackTraceElement(name, "method", "Source.java", 1))
			.toArray(StackTraceElement[]::new));
		return exception;
	}

}
