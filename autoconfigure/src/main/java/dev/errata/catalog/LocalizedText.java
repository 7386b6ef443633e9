package dev.errata.catalog;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.ResourceBundle;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * A text of a code in one or more languages. Callers get the text in their language if
 * there is one, else the first one: <pre class="code">
 * LocalizedText.of("The payment was declined.").with(Locale.GERMAN, "Die Zahlung wurde abgelehnt.")</pre>
 * A text for {@code de} is also for callers who ask for {@code de-AT}, unless there is
 * one for that.
 *
 * @since 0.1.0
 */
public final class LocalizedText {

	/**
	 * Knows what a resource bundle can stand in for: zh-CN for zh-Hans, and no for nb.
	 */
	private static final ResourceBundle.Control RELATED = ResourceBundle.Control
		.getControl(ResourceBundle.Control.FORMAT_DEFAULT);

	private final Map<Locale, String> texts;

	private final @Nullable Locale first;

	private LocalizedText(Map<Locale, String> texts, @Nullable Locale first) {
		this.texts = Collections.unmodifiableMap(texts);
		this.first = first;
	}

	/**
	 * Create a text in the language of the contract, which is {@code errata.language}.
	 * @param text the text
	 * @return the text
	 */
	public static LocalizedText of(String text) {
		return of(Locale.ROOT, text);
	}

	/**
	 * Create a text in a language. It is also for callers of other languages.
	 * @param language the language
	 * @param text the text
	 * @return the text
	 */
	public static LocalizedText of(Locale language, String text) {
		return new LocalizedText(put(Map.of(), language, text), language);
	}

	/**
	 * Create a text from those that are declared in a contract.
	 * @param texts the texts by language
	 * @param language the language of the contract; if it has no text, there is none for
	 * callers of other languages either
	 * @return the text
	 * @hidden
	 */
	public static LocalizedText of(Map<Locale, String> texts, Locale language) {
		return new LocalizedText(new LinkedHashMap<>(texts), texts.containsKey(language) ? language : null);
	}

	private static Map<Locale, String> put(Map<Locale, String> texts, Locale language, String text) {
		Assert.notNull(language, "'language' must not be null");
		Assert.notNull(text, "'text' must not be null");
		Map<Locale, String> copy = new LinkedHashMap<>(texts);
		copy.put(language, text);
		return copy;
	}

	/**
	 * Return this text with a translation.
	 * @param language the language
	 * @param text the text in that language
	 * @return a changed copy
	 */
	public LocalizedText with(Locale language, String text) {
		return new LocalizedText(put(this.texts, language, text), this.first);
	}

	/**
	 * Return the texts by language.
	 * @return the texts; that of {@link Locale#ROOT} is in the language of the contract
	 */
	public Map<Locale, String> texts() {
		return this.texts;
	}

	/**
	 * Return the text for callers of any other language.
	 * @return the text, or {@code null} if there are translations only
	 */
	public @Nullable String text() {
		return (this.first != null) ? this.texts.get(this.first) : null;
	}

	/**
	 * Return the language of the text for callers of any other language.
	 * @return the language; {@link Locale#ROOT} if it is that of the contract, or
	 * {@code null} if there are translations only
	 * @hidden
	 */
	public @Nullable Locale first() {
		return this.first;
	}

	/**
	 * Return whether there are texts of which the caller's language selects one.
	 * @return whether this is more than a single text for all callers
	 * @hidden
	 */
	public boolean isTranslated() {
		return this.first == null || this.texts.size() > 1;
	}

	/**
	 * Return the language of the text for a caller: the caller's own, or the next one
	 * that a resource bundle of Java would have.
	 * @param caller the language of the caller
	 * @return a language that has a text, or {@code null}
	 * @hidden
	 */
	public @Nullable Locale find(Locale caller) {
		return find(this.texts.keySet(), caller);
	}

	/**
	 * Return the language for a caller: the caller's own, or the next one that a resource
	 * bundle of Java would have.
	 * @param languages the languages that there are
	 * @param caller the language of the caller
	 * @return one of the languages except for {@link Locale#ROOT}, or {@code null}
	 * @hidden
	 */
	public static @Nullable Locale find(Set<Locale> languages, Locale caller) {
		if (caller.getLanguage().isEmpty()) {
			return null;
		}
		if (languages.contains(caller)) {
			return caller;
		}
		Locale found = findAmong(RELATED.getCandidateLocales("", caller), languages);
		if (found == null && !caller.getScript().isEmpty()) {
			// a script can be read in all regions
			found = findAmong(RELATED.getCandidateLocales("",
					new Locale.Builder().setLanguage(caller.getLanguage()).setScript(caller.getScript()).build()),
					languages);
		}
		return found;
	}

	private static @Nullable Locale findAmong(List<Locale> candidates, Set<Locale> languages) {
		for (Locale candidate : candidates) {
			if (!candidate.equals(Locale.ROOT) && languages.contains(candidate)) {
				return candidate;
			}
		}
		return null;
	}

	/**
	 * Return this text, overridden by the given one. Translations alone are added to this
	 * text, anything else is another text.
	 */
	LocalizedText overriddenBy(LocalizedText other) {
		if (other.first != null) {
			return other;
		}
		Map<Locale, String> merged = new LinkedHashMap<>(this.texts);
		merged.putAll(other.texts);
		return new LocalizedText(merged, this.first);
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof LocalizedText text && this.texts.equals(text.texts)
				&& Objects.equals(this.first, text.first);
	}

	@Override
	public int hashCode() {
		return this.texts.hashCode();
	}

	/**
	 * Return the text for callers of any other language, or the first translation.
	 */
	@Override
	public String toString() {
		String text = text();
		return (text != null) ? text : this.texts.values().stream().findFirst().orElse("");
	}

}
