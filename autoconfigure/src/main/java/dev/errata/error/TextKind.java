package dev.errata.error;

import dev.errata.template.Vocabulary;

/**
 * The texts of a code that are templates.
 */
enum TextKind {

	/** The sentence for the caller. */
	MESSAGE("", ErrorVocabulary.MESSAGE),
	/** The short name of the failure. */
	TITLE(".title", ErrorVocabulary.TITLE),
	/** The particulars of a failure that has none itself. */
	DETAIL(".detail", ErrorVocabulary.DETAIL);

	private final String suffix;

	private final Vocabulary<Sentence> vocabulary;

	TextKind(String suffix, Vocabulary<Sentence> vocabulary) {
		this.suffix = suffix;
		this.vocabulary = vocabulary;
	}

	/**
	 * Return what follows the code in keys of a message source.
	 */
	String suffix() {
		return this.suffix;
	}

	Vocabulary<Sentence> vocabulary() {
		return this.vocabulary;
	}

}
