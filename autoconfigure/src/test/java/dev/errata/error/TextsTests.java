package dev.errata.error;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Texts}.
 */
class TextsTests {

	@Test
	void cleanTextIsTheSameInstance() {
		String text = "Grüße aus 東京 😀, \"quoted\" {braces}";
		assertThat(Texts.clean(text)).isSameAs(text);
	}

	@Test
	void textOfThreeMegabytesIsCut() {
		String cleaned = Texts.clean("x".repeat(3 * 1024 * 1024));
		assertThat(cleaned).hasSize(Texts.MAX_LENGTH).endsWith("xx…");
	}

	@Test
	void longestTextIsNotCut() {
		String text = "x".repeat(Texts.MAX_LENGTH);
		assertThat(Texts.clean(text)).isSameAs(text);
	}

	@Test
	void surrogatePairIsNotCutInTwo() {
		String cleaned = Texts.clean("x".repeat(Texts.MAX_LENGTH - 2) + "😀😀");
		assertThat(cleaned.chars().filter((c) -> Character.isSurrogate((char) c)).count()).isEven();
		assertThat(cleaned).hasSizeLessThanOrEqualTo(Texts.MAX_LENGTH + 1).endsWith("…");
	}

	@Test
	void longTextOfForbiddenCharactersIsEmpty() {
		assertThat(Texts.clean("\u0000".repeat(3000))).isEmpty();
	}

	@Test
	void lineBreaksAndTabsBecomeOneSpace() {
		assertThat(Texts.clean("a\r\n\r\nSet-Cookie: b\tc\u2028d\u2029e")).isEqualTo("a Set-Cookie: b c d e");
		assertThat(Texts.clean("\n a \n")).isEqualTo(" a ");
	}

	@Test
	void controlCharactersAreRemoved() {
		assertThat(Texts.clean("a\u0000b\u001B[31mc\u007Fd\u0085e\u009Ff")).isEqualTo("ab[31mcdef");
	}

	@Test
	void loneSurrogatesAreRemoved() {
		assertThat(Texts.clean("a\uD83Db\uDE00c\uDE00\uD83D")).isEqualTo("abc");
	}

	@Test
	void textOfValueThatThrows() {
		assertThat(Texts.of(new Object() {

			@Override
			public String toString() {
				throw new IllegalStateException("no text");
			}

		})).isNull();
	}

	@Test
	void textOfValueWithoutText() {
		assertThat(Texts.of(null)).isNull();
		assertThat(Texts.of(new Object() {

			@Override
			public String toString() {
				return null;
			}

		})).isNull();
		assertThat(Texts.of(42)).isEqualTo("42");
	}

	@Test
	void textOfStructureIsThatOfItsFirstElements() {
		assertThat(Texts.of(List.of(1, "a", List.of("b"), TimeUnit.DAYS))).isEqualTo("[1, a, [b], DAYS]");
		assertThat(Texts.of(Map.of("a", Optional.of(1)))).isEqualTo("{a=1}");
		assertThat(Texts.of(Arrays.asList(null, new IllegalStateException("secret"), "a"))).isEqualTo("[a]");
		assertThat(Texts.of(Collections.nCopies(Integer.MAX_VALUE, 1))).hasSize(3 * 200);
		List<Object> cycle = new ArrayList<>();
		cycle.add(cycle);
		cycle.add("a");
		assertThat(Texts.of(cycle)).isEqualTo("[[[[[], a], a], a], a]");
	}

	@Test
	void messageOfExceptionThatThrows() {
		assertThat(Texts.messageOf(new RuntimeException() {

			@Override
			public String getMessage() {
				throw new StackOverflowError();
			}

		})).isNull();
		assertThat(Texts.messageOf(new RuntimeException(" "))).isNull();
		assertThat(Texts.messageOf(new RuntimeException("a\nb"))).isEqualTo("a b");
	}

}
