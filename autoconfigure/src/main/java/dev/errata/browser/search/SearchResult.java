package dev.errata.browser.search;

import java.util.List;

import dev.errata.catalog.CatalogEntry;
import dev.errata.contract.Contract;

/**
 * The codes that a search has found, the best first.
 *
 * @param kind how they were found
 * @param hits the codes
 * @since 0.1.0
 * @hidden
 */
public record SearchResult(Kind kind, List<Hit> hits) {

	/**
	 * Return whether the first code is what was looked for.
	 * @return whether there is no other, or it stands in what was pasted before all
	 * others
	 */
	public boolean isClear() {
		return this.hits.size() == 1 && this.kind != Kind.SIMILAR;
	}

	/**
	 * Return how many codes of a contract there are.
	 * @param contract the contract
	 * @return the number of its codes
	 */
	public long count(Contract contract) {
		return this.hits.stream().filter((hit) -> hit.contract() == contract).count();
	}

	/**
	 * How codes were found.
	 */
	public enum Kind {

		/** They stand in a text that was pasted. */
		PASTED,

		/** All words are theirs. */
		WORDS,

		/** Their names are like what was typed. */
		SIMILAR

	}

	/**
	 * A code of a contract.
	 *
	 * @param contract the contract
	 * @param entry the code
	 */
	public record Hit(Contract contract, CatalogEntry entry) {
	}

}
