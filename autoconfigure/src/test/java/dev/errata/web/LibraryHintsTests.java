package dev.errata.web;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.errata.wire.NativeHints;
import org.junit.jupiter.api.Test;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.TypeReference;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LibraryHints}.
 */
class LibraryHintsTests {

	private static final Pattern CONSTANT = Pattern.compile("static final (?:List<String>|String) \\w+ = [^;]*;");

	private static final Pattern LOOK_UP = Pattern.compile("ClassUtils\\.isPresent\\(\\s*\"[^,]*,");

	private static final Pattern NAME = Pattern.compile("\"((?:[a-z0-9]+\\.)+[A-Z]\\w+)\"");

	/**
	 * A native image knows no class by its name unless it was told to.
	 */
	@Test
	void librariesThatAreLookedForAreFound() throws IOException {
		Set<String> names = new TreeSet<>();
		try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
			for (Path source : sources.filter((path) -> path.toString().endsWith(".java")).toList()) {
				String text = Files.readString(source);
				if (text.contains("ClassUtils.isPresent(")) {
					Stream.of(CONSTANT, LOOK_UP)
						.flatMap((pattern) -> pattern.matcher(text).results().map(MatchResult::group))
						.flatMap((code) -> NAME.matcher(code).results().map((name) -> name.group(1)))
						// others are not on the class path of the tests
						.filter((name) -> ClassUtils.isPresent(name, null))
						.forEach(names::add);
				}
			}
		}
		assertThat(names).hasSizeGreaterThan(5);
		RuntimeHints hints = NativeHints.declared();
		assertThat(names)
			.allSatisfy((name) -> assertThat(RuntimeHintsPredicates.reflection().onType(TypeReference.of(name)))
				.accepts(hints));
	}

}
