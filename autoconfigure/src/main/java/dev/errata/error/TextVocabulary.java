package dev.errata.error;

import java.util.List;

import dev.errata.catalog.CodeNames;
import dev.errata.template.BasicKind;
import dev.errata.template.InvalidTemplateException;
import dev.errata.template.Vocabulary;
import dev.errata.template.Word;
import org.jspecify.annotations.Nullable;

/**
 * The vocabulary of one of Errata's own texts: its arguments.
 */
final class TextVocabulary implements Vocabulary<OwnText> {

	static final TextVocabulary EMPTY = new TextVocabulary(List.of());

	private final List<String> names;

	TextVocabulary(List<String> names) {
		this.names = names;
	}

	@Override
	public @Nullable Word<OwnText> find(String name) {
		if (this.names.isEmpty()) {
			throw new InvalidTemplateException("This text has no placeholders.", "Write '{{' for a brace.");
		}
		int index = this.names.indexOf(name);
		return (index >= 0) ? Word.always(name, BasicKind.TEXT, (text) -> text.arguments().get(index)) : null;
	}

	@Override
	public List<String> names() {
		return this.names;
	}

	@Override
	public List<String> alike(String name) {
		return alike(name, this.names);
	}

	@Override
	public List<String> alike(String name, List<String> names) {
		return CodeNames.alike(name, names);
	}

	@Override
	public @Nullable String text(Object value) {
		return Texts.of(value);
	}

}
