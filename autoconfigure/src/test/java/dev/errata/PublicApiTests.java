package dev.errata;

import java.io.IOException;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.errata.contract.Contracts;
import org.junit.jupiter.api.Test;

import org.springframework.core.io.ClassPathResource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what is promised to users: every public type but auto-configurations, and
 * those that are public for other packages of Errata alone. The latter are
 * {@code @hidden} from the published documentation.
 */
class PublicApiTests {

	private static final Path SOURCES = Path.of("src/main/java");

	private static final Pattern PUBLIC_TYPE = Pattern
		.compile("(?m)^public (?:[a-z-]+ )*@?(?:class|record|interface|enum) ");

	@Test
	void typesOfThePublicApi() throws IOException {
		try (Stream<Path> sources = Files.walk(SOURCES)) {
			assertThat(sources.filter(PublicApiTests::isPromised).map(PublicApiTests::nameOf).sorted())
				.containsExactlyElementsOf(
						new ClassPathResource("dev/errata/public-api.txt").getContentAsString(UTF_8).lines().toList());
		}
	}

	@Test
	void promisedTypesShowPromisedTypesOnly() throws Exception {
		try (Stream<Path> sources = Files.walk(SOURCES)) {
			Set<String> promised = sources.filter(PublicApiTests::isPromised)
				.map(PublicApiTests::nameOf)
				.collect(Collectors.toSet());
			Set<String> others = new TreeSet<>();
			for (String name : promised) {
				Class<?> type = Class.forName(name);
				Stream.concat(Stream.of(type.getMethods()), Stream.of(type.getConstructors()))
					.filter((member) -> member.getDeclaringClass().getName().startsWith("dev.errata.")
							// users hand it to a snapshot, unopened
							&& member.getDeclaringClass() != Contracts.class)
					.forEach((member) -> shown(member)
						.filter((shown) -> shown.getName().startsWith("dev.errata.")
								&& !promised.contains(outermost(shown).getName()))
						.forEach((shown) -> others.add(member + " shows " + shown.getName())));
			}
			assertThat(others).isEmpty();
		}
	}

	private static Stream<Class<?>> shown(Executable member) {
		Class<?> result = (member instanceof Method method) ? method.getReturnType() : void.class;
		return Stream.concat(Stream.of(result), Stream.of(member.getParameterTypes()));
	}

	private static Class<?> outermost(Class<?> type) {
		Class<?> outermost = type;
		while (outermost.getEnclosingClass() != null) {
			outermost = outermost.getEnclosingClass();
		}
		return outermost;
	}

	private static boolean isPromised(Path source) {
		String name = source.getFileName().toString();
		if (!name.endsWith(".java") || name.endsWith("AutoConfiguration.java") || name.equals("package-info.java")) {
			return false;
		}
		String text = read(source);
		Matcher type = PUBLIC_TYPE.matcher(text);
		return type.find()
				&& !text.substring(text.lastIndexOf("/**", type.start()), type.start()).contains("* @hidden");
	}

	private static String read(Path source) {
		try {
			return Files.readString(source);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String nameOf(Path source) {
		return SOURCES.relativize(source).toString().replace('/', '.').replaceAll("\\.java$", "");
	}

}
