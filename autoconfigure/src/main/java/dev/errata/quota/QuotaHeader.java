package dev.errata.quota;

import java.time.Instant;
import java.util.Locale;
import java.util.Set;

import dev.errata.catalog.CodeNames;
import dev.errata.template.BasicKind;
import dev.errata.template.InvalidTemplateException;
import dev.errata.template.Template;
import dev.errata.template.Vocabulary;
import dev.errata.template.Word;
import org.jspecify.annotations.Nullable;

/**
 * A header that is filled from a quota, and left out if one of its values is absent.
 *
 * @param name the name of the header
 * @param template the template of its value
 */
record QuotaHeader(String name, Template<Moment> template) {

	/** Headers that are set by the container or with an error. */
	private static final Set<String> RESERVED = Set.of("connection", "transfer-encoding", "trailer", "upgrade",
			"keep-alive", "date", "retry-after", "set-cookie", "location", "cache-control");

	private static final Vocabulary<Moment> VOCABULARY = Vocabulary.of(CodeNames::alike,
			Word.always("name", BasicKind.TEXT, (moment) -> StructuredFields.printable(moment.quota().name())),
			Word.always("used", BasicKind.NUMBER, (moment) -> moment.quota().used()),
			Word.always("cap", BasicKind.NUMBER, (moment) -> moment.quota().cap()),
			Word.always("remaining", BasicKind.NUMBER, (moment) -> moment.quota().remaining()),
			Word.optional("reset", BasicKind.NUMBER, Moment::reset),
			Word.optional("reset-after", BasicKind.NUMBER, (moment) -> moment.quota().secondsUntilReset(moment.now())),
			Word.optional("window", BasicKind.NUMBER, Moment::window));

	static QuotaHeader compile(String name, String value) {
		String folded = name.toLowerCase(Locale.ROOT);
		if (folded.startsWith("content-") || RESERVED.contains(folded)) {
			throw new InvalidTemplateException("This header has a fixed meaning and cannot carry a quota.",
					"Choose another header, such as X-RateLimit-Remaining.");
		}
		if (!value.chars().allMatch((c) -> c >= ' ' && c <= '~')) {
			throw new InvalidTemplateException("A header consists of printable ASCII characters.");
		}
		return new QuotaHeader(name, Template.parseHeader(name, value, VOCABULARY));
	}

	@Nullable String value(Moment moment) {
		String value = this.template.fill(moment);
		return (value == null || value.isEmpty()) ? null : value;
	}

	/**
	 * A quota at a moment.
	 */
	record Moment(Quota quota, Instant now) {

		@Nullable Long reset() {
			Instant reset = this.quota.reset();
			return (reset != null) ? Quota.bounded(reset.getEpochSecond()) : null;
		}

		@Nullable Long window() {
			return (this.quota.window() != null) ? Quota.bounded(this.quota.window().toSeconds()) : null;
		}

	}

}
