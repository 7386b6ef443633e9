package dev.errata.web.reactive;

import java.util.Map;
import java.util.NoSuchElementException;

import org.junit.jupiter.api.Test;
import reactor.util.context.Context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link HandlingEntries}.
 */
class HandlingEntriesTests {

	private static final String ID = "errata.requestId";

	private final Context entries = new HandlingEntries(new LocalHooks(null), "r-1", Context.empty());

	@Test
	void hasTheIdAndAHookForEachName() {
		assertThat(this.entries.<String>get(ID)).isEqualTo("r-1");
		assertThat(this.entries.size()).isEqualTo(4);
		assertThat(this.entries.stream().map(Map.Entry::getKey)).containsExactly("reactor.onOperatorError.local",
				"reactor.onNextError.localStrategy", "reactor.onErrorDropped.local", ID);
		assertThat(this.entries.stream()).allSatisfy((entry) -> assertThat(this.entries.hasKey(entry.getKey()))
			.isEqualTo(this.entries.<Object>get(entry.getKey()) == entry.getValue()));
	}

	@Test
	void hasNothingElse() {
		assertThat(this.entries.hasKey("other")).isFalse();
		assertThat(this.entries.<String>getOrDefault("other", "none")).isEqualTo("none");
		assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(() -> this.entries.get("other"));
	}

	@Test
	void canBeChanged() {
		assertThat(this.entries.put(ID, "r-2").<String>get(ID)).isEqualTo("r-2");
		assertThat(this.entries.delete(ID).stream().map(Map.Entry::getKey)).hasSize(3).doesNotContain(ID);
		assertThat(this.entries.delete("other")).isSameAs(this.entries);
	}

	@Test
	void thoseOfTheServerReplaceThem() {
		Context both = new HandlingEntries(new LocalHooks(null), "r-1", Context.of(ID, "r-2", "server", "netty"));
		assertThat(both.<String>get(ID)).isEqualTo("r-2");
		assertThat(both.<String>get("server")).isEqualTo("netty");
		assertThat(both.size()).isEqualTo(5);
		assertThat(both.delete("server").stream().map(Map.Entry::getKey)).hasSize(4).contains(ID);
	}

}
