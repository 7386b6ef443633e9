package dev.errata.template;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.errata.template.Part.Expression;

/**
 * Parses what stands between two braces.
 */
final class ExpressionParser<T> {

	private static final Pattern AS = Pattern.compile("\\sas\\s");

	private static final Pattern IF = Pattern.compile("\\sif\\s");

	private static final Pattern CONDITION = Pattern.compile("([^=!]*[^=!\\s])\\s*(?:(!?=)(.*))?");

	private static final Pattern NO_WORD = Pattern.compile("^\\d|\\s");

	private static final Pattern KEYWORD = Pattern.compile("(^|\\s)(as|if)(\\s|$)");

	private final String text;

	private final Vocabulary<T> vocabulary;

	ExpressionParser(String text, Vocabulary<T> vocabulary) {
		this.text = text;
		this.vocabulary = vocabulary;
	}

	Expression<T> parse() {
		int colon = this.text.indexOf(':');
		String fallback = (colon >= 0) ? this.text.substring(colon + 1) : null;
		List<Alternative<T>> alternatives = new ArrayList<>();
		List<InvalidTemplateException> faults = new ArrayList<>();
		for (String value : ((colon >= 0) ? this.text.substring(0, colon) : this.text).split("\\|", -1)) {
			try {
				alternatives.add(alternative(value.strip()));
			}
			catch (InvalidTemplateException ex) {
				faults.add(ex);
			}
		}
		if (!faults.isEmpty()) {
			throw InvalidTemplateException.of(faults);
		}
		return new Expression<>(this.text, List.copyOf(alternatives), fallback);
	}

	private Alternative<T> alternative(String text) {
		String[] parts = IF.split(text, 2);
		String[] forms = AS.split(parts[0], -1);
		String name = forms[0].strip();
		if (isWrong(name) || hasWrongForm(forms)) {
			throw new InvalidTemplateException(
					"In {" + text + "}, a word is followed by neither 'as' and a form nor 'if' and a condition.",
					"Write {word}, {word as form} or {word as form if other=text}.");
		}
		Word<T> literal = Literals.find(name);
		Word<T> word = (literal != null) ? literal : word(name);
		return new Alternative<>(word, forms(word, forms), (parts.length > 1) ? condition(parts[1].strip()) : null);
	}

	private static boolean isWrong(String name) {
		return KEYWORD.matcher(name).find();
	}

	private static boolean hasWrongForm(String[] forms) {
		for (int i = 1; i < forms.length; i++) {
			if (forms[i].isBlank() || forms[i].strip().chars().anyMatch(Character::isWhitespace)) {
				return true;
			}
		}
		return false;
	}

	private List<Form> forms(Word<?> word, String[] names) {
		List<Form> forms = new ArrayList<>();
		StringBuilder written = new StringBuilder(word.name());
		Kind kind = word.kind();
		for (int i = 1; i < names.length; i++) {
			Form form = form(written.toString(), kind, names[i].strip());
			forms.add(form);
			written.append(" as ").append(form.name());
			kind = form.result();
		}
		return List.copyOf(forms);
	}

	private Word<T> word(String name) {
		Word<T> word = this.vocabulary.find(name);
		if (word == null) {
			throw unknown(name);
		}
		return word;
	}

	private Form form(String written, Kind kind, String name) {
		for (Form form : kind.forms()) {
			if (form.name().equals(name)) {
				return form;
			}
		}
		List<String> names = kind.forms().stream().map(Form::name).toList();
		if (names.isEmpty()) {
			throw new InvalidTemplateException("{" + written + "} has no form '" + name + "'; it has a single form.",
					"Remove 'as " + name + "'.");
		}
		List<String> alike = this.vocabulary.alike(name, names);
		throw new InvalidTemplateException(
				"{" + written + "} has no form '" + name + "'; there are " + listed(names, "", "") + ".",
				alike.isEmpty() ? "Write one of them, as in {" + written + " as " + names.get(0) + "}."
						: "Did you mean {" + written + " as " + alike.get(0) + "}?");
	}

	private Condition<T> condition(String text) {
		Matcher matcher = CONDITION.matcher(text);
		if (!matcher.matches()
				|| (NO_WORD.matcher(matcher.group(1)).find() && this.vocabulary.find(matcher.group(1)) == null)) {
			throw new InvalidTemplateException("'" + text + "' is not a condition.",
					"Write a word, or compare it with texts: status=401,403 or code!=not_found.");
		}
		Word<T> word = word(matcher.group(1));
		if (matcher.group(2) == null) {
			return new Condition<>(word, false, List.of());
		}
		if (word.kind().isStructure()) {
			throw new InvalidTemplateException(
					"{" + word.name() + "} is a list or an object, which cannot be compared.",
					"Write 'if " + word.name() + "' for whether it is present.");
		}
		List<Predicate<Object>> values = new ArrayList<>();
		for (String value : matcher.group(3).split(",", -1)) {
			if (value.isBlank() || value.startsWith("=")) {
				throw new InvalidTemplateException("The condition '" + text + "' has no text to compare with.",
						"Write one, or several with commas between them: status=401,403.");
			}
			values.add(word.comparison(value.strip()));
		}
		return new Condition<>(word, matcher.group(2).startsWith("!"), List.copyOf(values));
	}

	private InvalidTemplateException unknown(String name) {
		String rule = "There is no placeholder {" + name + "}";
		List<String> alike = this.vocabulary.alike(name);
		String advice = this.vocabulary.advice(name);
		if (!alike.isEmpty()) {
			String meant = "Did you mean " + listed(alike, "{", "}").replace(" and ", " or ") + "?";
			return new InvalidTemplateException(rule + ".",
					meant + (advice.isEmpty() ? "" : " " + advice) + " Write '{{' for a brace.");
		}
		return new InvalidTemplateException(rule + "; there are " + listed(this.vocabulary.names(), "{", "}") + ".",
				advice.isEmpty() ? "Write one of them, or '{{' for a brace." : advice + " Write '{{' for a brace.");
	}

	private static String listed(List<String> names, String before, String behind) {
		List<String> marked = names.stream().map((name) -> before + name + behind).toList();
		String last = marked.get(marked.size() - 1);
		return (marked.size() == 1) ? last
				: marked.subList(0, marked.size() - 1).stream().collect(Collectors.joining(", ")) + " and " + last;
	}

	/**
	 * Return an alternative as it is written, without its condition.
	 */
	static String describe(Alternative<?> alternative) {
		StringBuilder text = new StringBuilder(alternative.word().name());
		alternative.forms().forEach((form) -> text.append(" as ").append(form.name()));
		return text.toString();
	}

}
