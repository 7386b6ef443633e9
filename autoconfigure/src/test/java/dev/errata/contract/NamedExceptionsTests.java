package dev.errata.contract;

import java.io.IOException;

import dev.errata.error.ErrorCodeException;
import org.junit.jupiter.api.Test;

import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.javapoet.ClassName;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link NamedExceptions} and the other hints that Spring finds by itself.
 */
class NamedExceptionsTests {

	@Test
	void exceptionsOfTheConfigurationAreFoundByName() throws Exception {
		RuntimeHints hints = hints("errata.codes.a.exceptions[0]=java.io.IOException",
				"errata.contracts.v1.codes.b.exceptions=dev.errata.error.ErrorCodeException, com.example.Gone");
		assertThat(RuntimeHintsPredicates.reflection().onType(IOException.class)).accepts(hints);
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(ErrorCodeException.class.getMethod("code")))
			.accepts(hints);
	}

	@Test
	void typesOfLibrariesAreFoundByName() {
		RuntimeHints hints = hints();
		for (String name : new String[] { "com.github.benmanes.caffeine.cache.Caffeine",
				"org.springframework.security.core.AuthenticationException",
				"org.springframework.security.web.SecurityFilterChain" }) {
			assertThat(hints.reflection().typeHints()).as(name)
				.anyMatch((hint) -> hint.getType().getName().equals(name));
		}
	}

	private static RuntimeHints hints(String... properties) {
		GenericApplicationContext context = new GenericApplicationContext();
		TestPropertyValues.of(properties).applyTo(context);
		DefaultGenerationContext generation = new DefaultGenerationContext(
				new ClassNameGenerator(ClassName.get("com.example", "Shop")), new InMemoryGeneratedFiles());
		new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
		return generation.getRuntimeHints();
	}

}
