package dev.errata.catalog;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The differences of a {@link CatalogEntry} for one of its statuses; {@code null} leaves
 * the value of the entry.
 *
 * @param title short name of the failure
 * @param message template of the sentence for the caller
 * @param detail template of the particulars of a failure that has none itself
 * @param meaning what happened, for the catalog's page
 * @param fix what the caller can do, for the catalog's page
 * @param docs absolute or root-relative URI of a page about the code
 * @param retryable whether the same request may succeed later
 * @param retryAfter how long to wait before that, in whole seconds
 * @param extensions facts that only this API has, by name: texts, numbers, booleans or
 * {@code null}. As declared, {@code {null}} is a null, and {@code {absent}} takes an
 * inherited one away; of the entry of an {@link ErrorCatalog}, as they are sent.
 * @since 0.1.0
 */
public record StatusDescription(@Nullable LocalizedText title, @Nullable LocalizedText message,
		@Nullable LocalizedText detail, @Nullable LocalizedText meaning, @Nullable LocalizedText fix,
		@Nullable String docs, @Nullable Boolean retryable, @Nullable Duration retryAfter,
		Map<String, @Nullable Object> extensions) {

	public StatusDescription {
		extensions = extensions.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(extensions));
	}

	static @Nullable LocalizedText text(@Nullable String text) {
		return (text != null) ? LocalizedText.of(text) : null;
	}

	/**
	 * Return whether the same request will fail again.
	 * @return whether the code is declared not to be retryable
	 */
	public boolean isFinal() {
		return Boolean.FALSE.equals(this.retryable);
	}

	/**
	 * Return how long to wait before a retry.
	 * @return the time, or {@code null} if none is declared, or a retry is of no use
	 */
	public @Nullable Duration waitBeforeRetry() {
		return isFinal() ? null : this.retryAfter;
	}

	/**
	 * Return this description, overridden by the given one.
	 */
	StatusDescription overriddenBy(StatusDescription other) {
		return new StatusDescription(text(this.title, other.title), text(this.message, other.message),
				text(this.detail, other.detail), text(this.meaning, other.meaning), text(this.fix, other.fix),
				or(other.docs, this.docs), or(other.retryable, this.retryable), or(other.retryAfter, this.retryAfter),
				Extensions.merge(this.extensions, other.extensions));
	}

	StatusDescription withExtensions(Map<String, @Nullable Object> extensions) {
		return new StatusDescription(this.title, this.message, this.detail, this.meaning, this.fix, this.docs,
				this.retryable, this.retryAfter, extensions);
	}

	private static @Nullable LocalizedText text(@Nullable LocalizedText text, @Nullable LocalizedText other) {
		return (text != null && other != null) ? text.overriddenBy(other) : or(other, text);
	}

	private static <T> @Nullable T or(@Nullable T first, @Nullable T second) {
		return (first != null) ? first : second;
	}

}
