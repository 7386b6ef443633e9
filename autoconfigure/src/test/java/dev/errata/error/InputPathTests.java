package dev.errata.error;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link InputPath}.
 */
class InputPathTests {

	@ParameterizedTest
	@MethodSource
	void allNotations(List<?> steps, String text, String pointer, String brackets, String dots) {
		InputPath path = InputPath.of(steps);
		assertThat(path).hasToString(text).isEqualTo(InputPath.parse(text)).hasSameHashCodeAs(InputPath.parse(text));
		assertThat(path.toPointer()).isEqualTo(pointer);
		assertThat(path.toBrackets()).isEqualTo(brackets);
		assertThat(path.toDots()).isEqualTo(dots);
		assertThat(path.toList()).isEqualTo(steps);
		assertThat(InputPath.parsePointer(pointer)).isEqualTo(path);
	}

	static Stream<Arguments> allNotations() {
		return Stream.of(Arguments.of(List.of(), "", "", "", ""),
				Arguments.of(List.of("name"), "name", "/name", "name", "name"),
				Arguments.of(List.of("lines", 0, "quantity"), "lines[0].quantity", "/lines/0/quantity",
						"lines[0][quantity]", "lines.0.quantity"),
				Arguments.of(List.of(1, 20), "[1][20]", "/1/20", "[1][20]", "1.20"),
				Arguments.of(List.of(3, "a"), "[3].a", "/3/a", "[3][a]", "3.a"),
				Arguments.of(List.of("prices", "eu.west"), "prices['eu.west']", "/prices/eu.west", "prices[eu.west]",
						"prices.eu.west"),
				Arguments.of(List.of("a/b", "m~n", "~1"), "a/b.m~n.~1", "/a~1b/m~0n/~01", "a/b[m~n][~1]", "a/b.m~n.~1"),
				Arguments.of(List.of("x", "it's \\"), "x['it\\'s \\\\']", "/x/it's \\", "x[it's \\]", "x.it's \\"),
				Arguments.of(List.of("x", "007", "-1", "1234567890"), "x.007.-1.1234567890", "/x/007/-1/1234567890",
						"x[007][-1][1234567890]", "x.007.-1.1234567890"));
	}

	@Test
	void nameMayBeEmpty() {
		InputPath path = InputPath.of(List.of("a", "", "b"));
		assertThat(path).hasToString("a[''].b");
		assertThat(path.toPointer()).isEqualTo("/a//b");
		assertThat(InputPath.parse("a[''].b")).isEqualTo(path);
		assertThat(InputPath.parsePointer("/a//b")).isEqualTo(path);
		assertThat(InputPath.parsePointer("/").toList()).containsExactly("");
		assertThat(InputPath.ofName("")).isSameAs(InputPath.EMPTY);
	}

	@Test
	void elementWithoutAnIndexEndsWhatIsPrecise() {
		InputPath path = InputPath.of(List.of("tags", -1, "name"));
		assertThat(path).hasToString("tags[].name").isEqualTo(InputPath.of(List.of("tags", -7, "name")));
		assertThat(path.toPointer()).isEqualTo("/tags");
		assertThat(path.toList()).containsExactly("tags");
		assertThat(path.toBrackets()).isEqualTo("tags[][name]");
		assertThat(path.toDots()).isEqualTo("tags.*.name");
		assertThat(InputPath.parse("tags[].name")).isEqualTo(path);
		assertThat(InputPath.parse("tags[][name]")).isEqualTo(path);
		assertThat(InputPath.parseDots("tags.*.name")).isEqualTo(path);
	}

	@Test
	void otherNotationsAreRead() {
		InputPath path = InputPath.of(List.of("lines", 0, "quantity"));
		assertThat(InputPath.parse("lines[0][quantity]")).isEqualTo(path);
		assertThat(InputPath.parseDots("lines.0.quantity")).isEqualTo(path);
		assertThat(InputPath.parsePointer("/lines/0/quantity")).isEqualTo(path);
		assertThat(InputPath.parsePointer("lines/0")).isNull();
		assertThat(InputPath.parseDots("")).isSameAs(InputPath.EMPTY);
	}

	@ParameterizedTest
	@ValueSource(strings = { "[", "[[", "]", "a[", "a[0", "['", "['a", "['a\\", "['a'", "a..b", ".", "a.", "[]", "[]]",
			"['']", "[0]x", "['a']b", "a[b]c]", "\\", "'", "[99999999999]" })
	void anyTextHasAPath(String text) {
		InputPath path = InputPath.parse(text);
		assertThat(InputPath.parse(path.toString())).isEqualTo(path);
		assertThat(InputPath.parsePointer(text)).isNull();
		assertThat(InputPath.parseDots(text)).isNotNull();
	}

	@Test
	void nothingHostileIsKept() {
		List<Object> many = new ArrayList<>(Collections.nCopies(10_000, "a"));
		assertThat(InputPath.of(many).toList()).hasSize(100);
		assertThat(InputPath.of(Collections.nCopies(100, "a".repeat(1000))).toString()).hasSizeLessThan(2100);
		assertThat(InputPath.parse("a[".repeat(100_000)).toList()).hasSizeLessThanOrEqualTo(100);
		assertThat(InputPath.parse("[a".repeat(100_000)).toString()).hasSizeLessThan(2100);
		assertThat(InputPath.parsePointer("/a".repeat(100_000)).toString()).hasSizeLessThan(2100);
		assertThat(InputPath.of(List.of("a\u0000\ud800b", "c\nd")).toList()).containsExactly("ab", "c d");
		assertThat(InputPath.of(Arrays.asList("a", null, "b")).toList()).containsExactly("a");
	}

}
