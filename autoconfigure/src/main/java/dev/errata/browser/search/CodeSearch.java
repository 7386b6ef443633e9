package dev.errata.browser.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.errata.browser.search.SearchResult.Hit;
import dev.errata.browser.search.SearchResult.Kind;
import dev.errata.catalog.CatalogEntry;
import dev.errata.catalog.CodeNames;
import dev.errata.contract.Contract;
import dev.errata.contract.Contracts;
import dev.errata.error.CodeTexts;
import org.jspecify.annotations.Nullable;

/**
 * Finds codes of all contracts: in a text that was pasted, by words of their names and
 * texts, or by names that are mistyped. Case and separators do not count.
 *
 * @since 0.1.0
 * @hidden
 */
public final class CodeSearch {

	/** Longer texts are cut: whoever pastes one means its beginning. */
	private static final int MAX_LENGTH = 4000;

	private static final int MAX_WORDS = 12;

	private final Contracts contracts;

	private final Function<Contract, List<String>> places;

	private final List<Item> items;

	/**
	 * Create a search.
	 * @param contracts the contracts
	 * @param places returns the names of the members that lead to the code in a document
	 * of a contract
	 * @param reader the language of the texts to look into
	 */
	public CodeSearch(Contracts contracts, Function<Contract, List<String>> places, Locale reader) {
		this.contracts = contracts;
		this.places = places;
		this.items = contracts.all()
			.stream()
			.flatMap(
					(contract) -> contract.catalog().listed().stream().map((entry) -> Item.of(contract, entry, reader)))
			.toList();
	}

	/**
	 * Find codes.
	 * @param query what was typed or pasted
	 * @return the codes
	 */
	public SearchResult find(String query) {
		String text = (query.length() > MAX_LENGTH) ? query.substring(0, MAX_LENGTH) : query;
		PastedText pasted = PastedText.of(text);
		if (pasted.isLikely()) {
			List<Hit> hits = findIn(pasted);
			return (hits.isEmpty() && !pasted.statuses().isEmpty())
					? new SearchResult(Kind.WORDS,
							hits((item) -> item.hasAny(pasted.statuses()) ? item.standardLast(0) : null))
					: new SearchResult(Kind.PASTED, hits);
		}
		List<Hit> hits = byWords(text);
		if (hits.isEmpty()) {
			hits = findIn(pasted);
		}
		return hits.isEmpty() ? new SearchResult(Kind.SIMILAR, similar(text)) : new SearchResult(Kind.WORDS, hits);
	}

	/**
	 * Find the codes with a name.
	 * @param name the name, of which case and separators do not count
	 * @return the code of each contract that has it
	 */
	public List<Hit> named(String name) {
		String folded = CodeNames.fold(name);
		return hits((item) -> item.folded.equals(folded) ? 0 : null);
	}

	private List<Hit> findIn(PastedText pasted) {
		Set<Contract> ruling = pasted.paths()
			.stream()
			.map(this.contracts::find)
			.filter(Objects::nonNull)
			.collect(Collectors.toSet());
		List<Ranked> ranked = new ArrayList<>();
		for (Item item : this.items) {
			PastedText.Trace trace = pasted.trace(item.contract.name(), item.entry.code(), item.folded);
			if (trace != null) {
				boolean placed = item.entry.code().equals(pasted.at(this.places.apply(item.contract)));
				int stray = (ruling.contains(item.contract) ? 0 : 100) + (item.hasAny(pasted.statuses()) ? 0 : 1);
				ranked.add(new Ranked(item, placed ? -1 : trace.ordinal(), item.standardLast(stray)));
			}
		}
		int best = ranked.stream().mapToInt(Ranked::rank).min().orElse(0);
		return ranked.stream()
			.filter((candidate) -> candidate.rank == best)
			.sorted(Comparator.comparingInt(Ranked::second))
			.map((candidate) -> candidate.item.hit())
			.toList();
	}

	private List<Hit> byWords(String text) {
		List<String> words = Stream.of(text.toLowerCase(Locale.ROOT).strip().split("\\s+")).limit(MAX_WORDS).toList();
		String whole = CodeNames.fold(text);
		if (words.get(0).isEmpty()) {
			return List.of();
		}
		return hits((item) -> item.rank(words, whole));
	}

	private List<Hit> similar(String text) {
		Set<String> nearest = new LinkedHashSet<>(
				CodeNames.nearest(text, this.items.stream().map((item) -> item.entry.code()).distinct().toList()));
		List<String> words = Item.words(text);
		return hits((item) -> nearest.contains(item.entry.code()) ? Integer.valueOf(0)
				: (item.isLike(words) ? Integer.valueOf(1) : null));
	}

	private List<Hit> hits(Ranking ranking) {
		List<Ranked> ranked = new ArrayList<>();
		for (Item item : this.items) {
			Integer rank = ranking.of(item);
			if (rank != null) {
				ranked.add(new Ranked(item, rank, 0));
			}
		}
		return ranked.stream()
			.sorted(Comparator.comparingInt(Ranked::rank))
			.map((candidate) -> candidate.item.hit())
			.toList();
	}

	@FunctionalInterface
	private interface Ranking {

		@Nullable Integer of(Item item);

	}

	private record Ranked(Item item, int rank, int second) {
	}

	/**
	 * A code with what is looked into.
	 *
	 * @param folded its name without separators
	 * @param text its texts
	 */
	private record Item(Contract contract, CatalogEntry entry, String folded, List<String> nameWords, String text) {

		static Item of(Contract contract, CatalogEntry entry, Locale reader) {
			Set<String> texts = new LinkedHashSet<>();
			for (int status : entry.statuses()) {
				CodeTexts described = contract.composer().describe(entry, status, reader);
				Stream.of(described.title(), described.message(), described.meaning(), described.fix())
					.filter(Objects::nonNull)
					.forEach((text) -> texts.add(text.text()));
				if (Boolean.TRUE.equals(entry.description(status).retryable())) {
					texts.add("retryable");
				}
			}
			texts.add(entry.family());
			return new Item(contract, entry, CodeNames.fold(entry.code()), words(entry.code()),
					String.join("\n", texts).toLowerCase(Locale.ROOT));
		}

		static List<String> words(String name) {
			return Stream.of(name.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{Nd}]+"))
				.filter((word) -> !word.isEmpty())
				.limit(MAX_WORDS)
				.toList();
		}

		Hit hit() {
			return new Hit(this.contract, this.entry);
		}

		@Nullable Integer rank(List<String> words, String whole) {
			if (this.folded.equals(whole)) {
				return 0;
			}
			int rank = 1;
			for (String word : words) {
				int ofWord = rank(word);
				if (ofWord == 0) {
					return null;
				}
				rank = Math.max(rank, ofWord);
			}
			return standardLast(rank);
		}

		private int rank(String word) {
			String name = CodeNames.fold(word);
			if (!name.isEmpty() && this.folded.contains(name)) {
				return this.folded.startsWith(name) ? 1 : 2;
			}
			if (this.entry.statuses().stream().anyMatch((status) -> isOf(status, word))) {
				return 2;
			}
			return this.text.contains(word) ? 3 : 0;
		}

		private static boolean isOf(int status, String word) {
			return word.equals(Integer.toString(status)) || word.equals(status / 100 + "xx");
		}

		int standardLast(int rank) {
			return this.contract.catalog().isBuiltIn(this.entry) ? rank + 10 : rank;
		}

		boolean hasAny(Set<Integer> statuses) {
			return this.entry.statuses().stream().anyMatch(statuses::contains);
		}

		/**
		 * Return whether each word is a word of the name, but for its end or a typing
		 * error.
		 */
		boolean isLike(List<String> words) {
			return !words.isEmpty() && words.stream()
				.allMatch((word) -> this.nameWords.stream()
					.anyMatch((own) -> own.startsWith(word) || (word.length() > 3 && CodeNames.isAlmost(word, own))));
		}

	}

}
