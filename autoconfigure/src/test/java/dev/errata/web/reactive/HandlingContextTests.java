package dev.errata.web.reactive;

import java.util.Map;
import java.util.NoSuchElementException;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link HandlingContext}.
 */
class HandlingContextTests {

	private final Context context = new HandlingContext.Added(Context.of("id", "r-1", "hook", "own"), "user", "alice");

	@Test
	void hasEntriesOfBoth() {
		assertEntries(this.context, Map.of("id", "r-1", "hook", "own", "user", "alice"));
	}

	@Test
	void othersReplaceEntries() {
		assertEntries(this.context.put("hook", "theirs"), Map.of("id", "r-1", "hook", "theirs", "user", "alice"));
		assertEntries(this.context.putAll((ContextView) Context.of("hook", "theirs", "user", "bob")),
				Map.of("id", "r-1", "hook", "theirs", "user", "bob"));
	}

	@Test
	void entriesAreDeleted() {
		assertEntries(this.context.delete("hook").delete("user"), Map.of("id", "r-1"));
		assertEntries(this.context.put("hook", "theirs").delete("hook"), Map.of("id", "r-1", "user", "alice"));
	}

	@Test
	void contextOfTheSameHandlingIsAdded() {
		ContextView inner = this.context.put("trace", "t").readOnly();
		assertEntries(this.context.put("user", "bob").putAll(inner),
				Map.of("id", "r-1", "hook", "own", "user", "alice", "trace", "t"));
	}

	@Test
	void contextOfAnotherHandlingIsAddedWhole() {
		ContextView other = new HandlingContext.Added(Context.of("id", "r-2"), "trace", "t");
		Map<String, String> all = Map.of("id", "r-2", "hook", "own", "user", "alice", "trace", "t");
		assertEntries(this.context.putAll(other), all);
		assertEntries(Context.of("a", "b").putAll(this.context.putAll(other).readOnly()).delete("a"), all);
	}

	@Test
	void manyEntriesAreAdded() {
		Context many = this.context;
		for (int i = 0; i < 20; i++) {
			many = many.put(i, i);
		}
		assertThat(many.size()).isEqualTo(23);
		assertThat(many.<Integer>get(7)).isEqualTo(7);
		assertThat(many.<String>get("id")).isEqualTo("r-1");
	}

	@Test
	void entryIsReplacedAgainAndAgain() {
		Context replaced = this.context;
		for (int i = 0; i < 100_000; i++) {
			replaced = replaced.put("hook", "theirs");
		}
		assertEntries(replaced, Map.of("id", "r-1", "hook", "theirs", "user", "alice"));
	}

	@Test
	void nothingIsAddedThatIsThere() {
		assertThat(this.context.putAll((ContextView) Context.of("user", "alice"))).isSameAs(this.context);
	}

	private static void assertEntries(Context context, Map<String, String> entries) {
		assertThat(context.stream().collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)))
			.isEqualTo(entries);
		assertThat(context.size()).isEqualTo(entries.size());
		assertThat(context.isEmpty()).isFalse();
		entries.forEach((key, value) -> {
			assertThat(context.hasKey(key)).isTrue();
			assertThat(context.<String>get(key)).isEqualTo(value);
			assertThat(context.getOrEmpty(key)).contains(value);
		});
		assertThat(context.hasKey("none")).isFalse();
		assertThat(context.getOrDefault("none", "default")).isEqualTo("default");
		assertThat(context.getOrEmpty("none")).isEmpty();
		assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(() -> context.get("none"));
	}

}
