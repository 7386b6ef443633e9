package dev.errata;

import java.io.IOException;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
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

	/**
	 * A line that has to be removed from the file breaks those who use the member.
	 */
	@Test
	void membersOfThePublicApi() throws Exception {
		try (Stream<Path> sources = Files.walk(SOURCES)) {
			List<String> members = sources.filter(PublicApiTests::isPromised)
				.map(PublicApiTests::nameOf)
				.sorted()
				.flatMap((name) -> members(typeOf(name)))
				.toList();
			Files.write(Path.of("target", "public-members.txt"), members);
			assertThat(members).as("compare target/public-members.txt")
				.containsExactlyElementsOf(
						new ClassPathResource("dev/errata/public-members.txt").getContentAsString(UTF_8)
							.lines()
							.toList());
		}
	}

	private static Class<?> typeOf(String name) {
		try {
			return Class.forName(name, false, PublicApiTests.class.getClassLoader());
		}
		catch (ClassNotFoundException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Return the members of a type that others can see, and those of types within.
	 */
	private static Stream<String> members(Class<?> type) {
		Stream<String> own = Stream
			.<Member>concat(Stream.of(type.getDeclaredFields()),
					Stream.concat(Stream.of(type.getDeclaredConstructors()), Stream.of(type.getDeclaredMethods())))
			.filter((member) -> isVisible(member.getModifiers()) && !member.isSynthetic())
			.map((member) -> type.getName() + ": "
					+ (member instanceof Executable executable ? signature(executable)
							: ((Field) member).getGenericType().getTypeName() + " " + member.getName()))
			.sorted();
		return Stream.concat(own,
				Stream.of(type.getDeclaredClasses())
					.filter((nested) -> isVisible(nested.getModifiers()))
					.sorted(Comparator.comparing(Class::getName))
					.flatMap(PublicApiTests::members));
	}

	private static boolean isVisible(int modifiers) {
		return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
	}

	private static String signature(Executable executable) {
		String parameters = Stream.of(executable.getGenericParameterTypes())
			.map(Type::getTypeName)
			.collect(Collectors.joining(", ", "(", ")"));
		return (executable instanceof Method method)
				? (Modifier.isStatic(method.getModifiers()) ? "static " : "")
						+ (Modifier.isAbstract(method.getModifiers()) ? "abstract " : "")
						+ method.getGenericReturnType().getTypeName() + " " + method.getName() + parameters
				: "new" + parameters;
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
