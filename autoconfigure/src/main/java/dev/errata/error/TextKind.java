package dev.errata.error;

import dev.errata.catalog.ErrorCatalog;
import dev.errata.catalog.LocalizedText;
import dev.errata.catalog.StatusDescription;
import dev.errata.template.Template;
import org.jspecify.annotations.Nullable;

/**
 * The texts of a code. Those of errors are templates, those of the catalog's page are
 * not.
 */
enum TextKind {

	/** The short name of the failure. */
	TITLE("title", ErrorVocabulary.TITLE),
	/** The sentence for the caller. */
	MESSAGE("message", ErrorVocabulary.MESSAGE),
	/** The particulars of a failure that has none itself. */
	DETAIL("detail", ErrorVocabulary.DETAIL),
	/** What happened, for the catalog's page. */
	MEANING("meaning", null),
	/** What the caller can do, for the catalog's page. */
	FIX("fix", null);

	private final String property;

	private final @Nullable ErrorVocabulary<Sentence> vocabulary;

	TextKind(String property, @Nullable ErrorVocabulary<Sentence> vocabulary) {
		this.property = property;
		this.vocabulary = vocabulary;
	}

	/**
	 * Return the name of the property that holds the text.
	 */
	String property() {
		return this.property;
	}

	/**
	 * Return what follows the code in keys of a message source.
	 */
	String suffix() {
		return (this == MESSAGE) ? "" : "." + this.property;
	}

	/**
	 * Parse a text of this kind.
	 * @throws dev.errata.template.InvalidTemplateException if it is not a valid template
	 */
	Template<Sentence> parse(String text) {
		String clean = Texts.clean(text);
		return (this.vocabulary != null) ? Template.parse(clean, this.vocabulary)
				: Template.parse(clean.replace("{", "{{").replace("}", "}}"), ErrorVocabulary.MESSAGE);
	}

	/**
	 * Check a text of this kind.
	 * @param nameable the codes and extensions that it can name
	 * @throws dev.errata.template.InvalidTemplateException if it is not a valid template
	 */
	void check(String text, ErrorCatalog nameable) {
		if (this.vocabulary != null) {
			Template.parse(Texts.clean(text), this.vocabulary.naming(nameable));
		}
	}

	@Nullable LocalizedText of(StatusDescription description) {
		return switch (this) {
			case MESSAGE -> description.message();
			case TITLE -> description.title();
			case DETAIL -> description.detail();
			case MEANING -> description.meaning();
			case FIX -> description.fix();
		};
	}

}
