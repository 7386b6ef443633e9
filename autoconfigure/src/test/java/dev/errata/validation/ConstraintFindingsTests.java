package dev.errata.validation;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.MessageInterpolator;
import jakarta.validation.Validation;
import jakarta.validation.ValidatorFactory;
import jakarta.validation.constraints.NotBlank;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.validation.beanvalidation.LocaleContextMessageInterpolator;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the language of the messages of {@link ConstraintFindings}.
 */
class ConstraintFindingsTests {

	private static final Locale SYSTEM = Locale.getDefault();

	private final List<Locale> interpolated = new ArrayList<>();

	private final ValidatorFactory factory = factory();

	private final ConstraintFindings findings = new ConstraintFindings(() -> this.factory);

	@BeforeEach
	void speakEnglish() {
		Locale.setDefault(Locale.US);
	}

	@AfterEach
	void restore() {
		Locale.setDefault(SYSTEM);
		LocaleContextHolder.resetLocaleContext();
		this.factory.close();
	}

	@Test
	void messageInTheLanguageOfTheAnswerIsKept() {
		assertThat(message(Locale.forLanguageTag("de-AT"), Locale.GERMAN)).isEqualTo("darf nicht leer sein");
		assertThat(message(Locale.UK, Locale.ENGLISH)).isEqualTo("must not be blank");
		assertThat(message(Locale.ROOT, Locale.ENGLISH)).isEqualTo("must not be blank");
		assertThat(this.interpolated).isEmpty();
	}

	@Test
	void messageInAnotherLanguageIsInterpolatedOnce() {
		assertThat(message(Locale.GERMAN, Locale.ENGLISH)).isEqualTo("must not be blank");
		assertThat(this.interpolated).containsExactly(Locale.ROOT);
		assertThat(message(Locale.ROOT, Locale.FRENCH)).isEqualTo("ne doit pas être vide");
		assertThat(this.interpolated).containsExactly(Locale.FRENCH);
	}

	@Test
	void languageOfTheSystemIsNobodysChoice() {
		Locale.setDefault(Locale.GERMANY);
		assertThat(message(Locale.ROOT, Locale.ENGLISH)).isEqualTo("must not be blank");
		// resource bundles fall back to the system's language for one they do not have
		assertThat(message(new Locale("sw"), new Locale("sw"))).isEqualTo("must not be blank");
		assertThat(message(Locale.ROOT, new Locale("sw"))).isEqualTo("must not be blank");
		assertThat(message(Locale.ROOT, Locale.GERMAN)).isEqualTo("darf nicht leer sein");
		assertThat(message(Locale.FRENCH, Locale.FRENCH)).isEqualTo("ne doit pas être vide");
	}

	private String message(Locale caller, Locale answer) {
		LocaleContextHolder.setLocale(caller.equals(Locale.ROOT) ? null : caller);
		Set<ConstraintViolation<Item>> violations = this.factory.getValidator().validate(new Item(" "));
		this.interpolated.clear();
		return this.findings.message(violations.iterator().next(), caller).write(answer, (text) -> null);
	}

	private ValidatorFactory factory() {
		MessageInterpolator standard = Validation.byDefaultProvider().configure().getDefaultMessageInterpolator();
		return Validation.byDefaultProvider()
			.configure()
			.messageInterpolator(new LocaleContextMessageInterpolator(new MessageInterpolator() {

				@Override
				public String interpolate(String template, Context context) {
					return standard.interpolate(template, context);
				}

				@Override
				public String interpolate(String template, Context context, Locale locale) {
					ConstraintFindingsTests.this.interpolated.add(locale);
					return standard.interpolate(template, context, locale);
				}

			}))
			.buildValidatorFactory();
	}

	record Item(@NotBlank String name) {
	}

}
