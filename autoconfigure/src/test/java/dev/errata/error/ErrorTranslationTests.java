package dev.errata.error;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

import dev.errata.catalog.CatalogEntry;
import dev.errata.catalog.StandardCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ErrorTranslation}.
 */
@ExtendWith(OutputCaptureExtension.class)
class ErrorTranslationTests {

	private static final ErrorTranslator NONE = (exception) -> null;

	private static final List<String> DECLARED = List.of("own", "second", "built-in", "built_in", "io", "translated");

	@Test
	void nobodyKnowsTheException() {
		assertThat(translate(new IllegalStateException("secret"), NONE, NONE).standardCode())
			.isSameAs(StandardCode.INTERNAL_ERROR);
	}

	@Test
	void exceptionOfCodeKeepsItsFailure() {
		Failure failure = translate(new ErrorCodeException("busy").detail("Come back.").with("queue", 3), NONE, NONE);
		assertThat(failure.code()).isEqualTo("busy");
		assertThat(failure.detail()).isEqualTo("Come back.");
		assertThat(failure.details()).containsEntry("queue", 3);
	}

	@Test
	void exactExceptionWinsOverSuperclass() {
		assertThat(translate(new FileNotFoundException(), NONE, NONE, claim("io", IOException.class),
				claim("file", FileNotFoundException.class))
			.code()).isEqualTo("file");
		assertThat(translate(new IOException(), NONE, NONE, claim("io", IOException.class),
				claim("file", FileNotFoundException.class))
			.code()).isEqualTo("io");
	}

	@Test
	void claimWinsOverAnnotationAndTranslators() {
		assertThat(translate(new ShippedException(), (ex) -> Failure.of("translated"), NONE,
				claim("claimed", ShippedException.class))
			.code()).isEqualTo("claimed");
	}

	@Test
	void annotationWinsOverTranslators() {
		ErrorTranslator translator = (ex) -> Failure.of("translated");
		assertThat(translate(new ShippedException(), translator, NONE).code()).isEqualTo("order_shipped");
	}

	@Test
	void annotationIsInherited() {
		assertThat(translate(new AbroadException(), NONE, NONE).code()).isEqualTo("order_shipped");
	}

	@Test
	void translatorsOfApplicationComeBeforeBuiltInOnes() {
		assertThat(translate(new IOException(), (ex) -> Failure.of("own"), (ex) -> Failure.of("built-in")).code())
			.isEqualTo("own");
		assertThat(translate(new IOException(), NONE, (ex) -> Failure.of("built-in")).code()).isEqualTo("built-in");
	}

	@Test
	void causeIsAskedOnlyIfNothingFits() {
		ErrorTranslator ioOnly = (ex) -> (ex instanceof IOException) ? Failure.of("io") : null;
		assertThat(translate(new IllegalStateException(new IOException()), NONE, ioOnly).code()).isEqualTo("io");
		assertThat(translate(new IllegalStateException(new IOException()), NONE, ioOnly,
				claim("state", IllegalStateException.class))
			.code()).isEqualTo("state");
		assertThat(translate(new RuntimeException(new ErrorCodeException("busy")), NONE, NONE).code())
			.isEqualTo("busy");
	}

	@Test
	void technicalWrappersComeOff() {
		IOException thrown = new IOException();
		for (Throwable wrapper : List.of(new ExecutionException(thrown), new CompletionException(thrown),
				new UndeclaredThrowableException(thrown), new InvocationTargetException(thrown),
				new ExecutionException(new CompletionException(thrown)))) {
			assertThat(Causes.unwrap(wrapper)).isSameAs(thrown);
		}
		Throwable empty = new ExecutionException("nothing inside", null);
		assertThat(Causes.unwrap(empty)).isSameAs(empty);
	}

	@Test
	void claimKeepsWhatThePlatformKnows() {
		ErrorTranslator platform = (ex) -> Failure.of(StandardCode.METHOD_NOT_ALLOWED)
			.status(405)
			.header("Allow", "GET")
			.detail("Use GET.");
		Failure failure = translate(new ShippedException(), NONE, platform, claim("claimed", ShippedException.class));
		assertThat(failure.code()).isEqualTo("claimed");
		assertThat(failure.standardCode()).isNull();
		assertThat(failure.status()).isEqualTo(405);
		assertThat(failure.headers()).containsEntry("Allow", List.of("GET"));
		assertThat(failure.detail()).isEqualTo("Use GET.");
	}

	@Test
	void claimOfJdkClassDoesNotStealWhatThePlatformKnows() {
		ErrorTranslator platform = (ex) -> (ex instanceof PlatformException) ? Failure.of(StandardCode.NOT_FOUND)
				: null;
		CatalogEntry claim = claim("state", IllegalStateException.class);
		assertThat(translate(new PlatformException(), NONE, platform, claim).standardCode())
			.isSameAs(StandardCode.NOT_FOUND);
		assertThat(translate(new IllegalStateException(), NONE, platform, claim).code()).isEqualTo("state");
		assertThat(translate(new OwnStateException(), NONE, platform, claim).code()).isEqualTo("state");
	}

	@Test
	void claimOfJdkClassIsNotAboutWhatThePlatformThrowsAsSuch() {
		ErrorTranslator platform = (ex) -> "of the platform".equals(ex.getMessage())
				? Failure.of(StandardCode.NOT_FOUND) : null;
		CatalogEntry claim = claim("argument", IllegalArgumentException.class);
		assertThat(translate(new IllegalArgumentException("of the platform"), NONE, platform, claim).standardCode())
			.isSameAs(StandardCode.NOT_FOUND);
		assertThat(translate(new IllegalArgumentException(), NONE, platform, claim).code()).isEqualTo("argument");
		assertThat(translate(new TimeoutException("of the platform"), NONE, platform,
				claim("late", TimeoutException.class))
			.code()).isEqualTo("late");
	}

	@Test
	void claimOfPlatformExceptionItselfHolds() {
		assertThat(translate(new PlatformException(), NONE, (ex) -> Failure.of(StandardCode.NOT_FOUND),
				claim("state", IllegalStateException.class, PlatformException.class))
			.code()).isEqualTo("state");
	}

	@Test
	void translatorThatThrowsIsPassedOver() {
		ErrorTranslator broken = (ex) -> {
			throw new IllegalStateException("broken translator");
		};
		assertThat(new ErrorTranslation(List.of(broken, (ex) -> Failure.of("second")), List.of())
			.translate(new IOException(), composer())
			.code()).isEqualTo("second");
	}

	@Test
	void translatorThatNamesAnUnknownCodeIsPassedOver(CapturedOutput output) {
		ErrorTranslator lost = (ex) -> Failure.of((ex instanceof IOException) ? "oun" : "zebra");
		ErrorTranslation translation = new ErrorTranslation(List.of(lost, (ex) -> Failure.of("second")),
				List.of((ex) -> Failure.of("built-in")));
		for (int i = 0; i < 3; i++) {
			assertThat(translation.translate(new IOException(), composer()).code()).isEqualTo("second");
		}
		assertThat(output.getOut()).containsOnlyOnce("The contract 'default' does not know the code 'oun' that the "
				+ "translator " + lost.getClass().getName()
				+ " names for java.io.IOException; the translator is passed " + "over. Did you mean 'own'");
		assertThat(translate(new IOException(), lost, (ex) -> Failure.of("built-in")).code()).isEqualTo("built-in");
		assertThat(translate(new IllegalStateException(new IOException()), NONE, lost, claim("oun")).code())
			.isEqualTo("oun");
		assertThat(translate(new IOException(), NONE, lost).standardCode()).isSameAs(StandardCode.INTERNAL_ERROR);
	}

	@Test
	void unknownCodesAreReportedWithinBounds(CapturedOutput output) {
		ErrorTranslator endless = (ex) -> Failure.of("code_" + ex.getMessage());
		ErrorTranslation translation = new ErrorTranslation(List.of(endless), List.of());
		for (int i = 0; i < 1000; i++) {
			translation.translate(new IOException(Integer.toString(i)), composer());
		}
		assertThat(output.getOut().lines().filter((line) -> line.contains("does not know the code"))).hasSize(100);
	}

	@Test
	void causesThatGoRound() {
		RuntimeException first = new RuntimeException("first");
		RuntimeException second = new RuntimeException("second", first);
		first.initCause(second);
		assertThat(translate(first, NONE, NONE).standardCode()).isSameAs(StandardCode.INTERNAL_ERROR);
		assertThat(Causes.areWellFormed(first)).isFalse();
	}

	@Test
	void causeThatIsTheExceptionItself() {
		RuntimeException self = new RuntimeException() {

			@Override
			public synchronized Throwable getCause() {
				return this;
			}

		};
		assertThat(Causes.causeOf(self)).isNull();
		assertThat(translate(self, NONE, NONE).standardCode()).isSameAs(StandardCode.INTERNAL_ERROR);
	}

	@Test
	void causeThatThrows() {
		RuntimeException hostile = new RuntimeException() {

			@Override
			public synchronized Throwable getCause() {
				throw new StackOverflowError();
			}

		};
		assertThat(translate(hostile, NONE, NONE).standardCode()).isSameAs(StandardCode.INTERNAL_ERROR);
		assertThat(Causes.areWellFormed(hostile)).isFalse();
	}

	@Test
	void endlessCausesAreBounded() {
		assertThat(translate(chain(10_000, new ErrorCodeException("deep")), NONE, NONE).standardCode())
			.isSameAs(StandardCode.INTERNAL_ERROR);
		assertThat(translate(chain(Causes.MAX_DEPTH - 1, new ErrorCodeException("deep")), NONE, NONE).code())
			.isEqualTo("deep");
		assertThat(Causes.areWellFormed(chain(10_000, new IOException()))).isFalse();
		assertThat(Causes.areWellFormed(chain(3, new IOException()))).isTrue();
	}

	private static Throwable chain(int wrappers, Throwable innermost) {
		Throwable exception = innermost;
		for (int i = 0; i < wrappers; i++) {
			exception = new RuntimeException(null, exception);
		}
		return exception;
	}

	@Test
	void explanationIsWhatTheTranslationDoes() {
		ErrorTranslator own = (ex) -> (ex instanceof FileNotFoundException) ? Failure.of("own") : null;
		ErrorTranslator builtIn = (ex) -> (ex instanceof IOException || ex instanceof PlatformException)
				? Failure.of("built_in").detail("Known.") : null;
		ErrorTranslation translation = new ErrorTranslation(List.of(own), List.of(builtIn));
		ErrorComposer composer = composer(claim("state", IllegalStateException.class));
		assertThat(translation.explain(FileNotFoundException.class, composer))
			.satisfies((mapping) -> assertThat(mapping.rule()).isEqualTo(ExceptionMapping.Rule.TRANSLATOR))
			.satisfies((mapping) -> assertThat(mapping.translator()).isSameAs(own));
		assertThat(translation.explain(IOException.class, composer).translator()).isSameAs(builtIn);
		assertThat(translation.explain(IllegalStateException.class, composer).type())
			.isEqualTo(IllegalStateException.class);
		assertThat(translation.explain(OwnStateException.class, composer).rule())
			.isEqualTo(ExceptionMapping.Rule.EXCEPTIONS);
		assertThat(translation.explain(AbroadException.class, composer).type()).isEqualTo(ShippedException.class);
		assertThat(translation.explain(InterruptedException.class, composer).rule())
			.isEqualTo(ExceptionMapping.Rule.NONE);
		assertThat(translation.explain(UndeclaredThrowableException.class, composer).rule())
			.isEqualTo(ExceptionMapping.Rule.INSTANCE);
	}

	@SafeVarargs
	private static CatalogEntry claim(String code, Class<? extends Throwable>... exceptions) {
		return CatalogEntry.of(code, (entry) -> entry.status(409).exceptions(exceptions));
	}

	private static Failure translate(Throwable exception, ErrorTranslator own, ErrorTranslator builtIn,
			CatalogEntry... entries) {
		return new ErrorTranslation(List.of(own), List.of(builtIn)).translate(exception, composer(entries));
	}

	private static ErrorComposer composer(CatalogEntry... entries) {
		return TestErrors.composer(Stream.concat(Stream.of(entries), DECLARED.stream().map((code) -> claim(code)))
			.toArray(CatalogEntry[]::new));
	}

	@ErrorCode("order_shipped")
	static class ShippedException extends RuntimeException {

	}

	static class AbroadException extends ShippedException {

	}

	static class PlatformException extends IllegalStateException {

	}

	static class OwnStateException extends IllegalStateException {

	}

}
