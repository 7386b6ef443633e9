package dev.errata.error;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import dev.errata.catalog.CatalogEntry;
import dev.errata.catalog.ErrorCatalog;
import dev.errata.catalog.Fault;
import dev.errata.catalog.ResolvedCode;
import dev.errata.catalog.StandardCode;
import dev.errata.catalog.StatusDescription;
import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSource;
import org.springframework.util.Assert;

/**
 * Composes the errors of one contract: a {@link Failure} answered by its catalog, in its
 * words.
 *
 * @since 0.1.0
 * @hidden
 */
public final class ErrorComposer {

	private static final String RETRY_AFTER = "Retry-After";

	private static final int MAX_VIOLATIONS = 100;

	private final String contract;

	private final ErrorCatalog catalog;

	private final Locale language;

	private final FailureCodes codes;

	private final ErrorTexts texts;

	private final Map<CatalogEntry, ExceptionAttributes> attributes = new IdentityHashMap<>();

	private final @Nullable String catalogPath;

	/**
	 * Create a composer of texts in English.
	 * @param contract the name of the contract
	 * @param catalog its catalog
	 * @param messageSource the translations of its messages, or {@code null}
	 * @param catalogPath the path under which the catalog can be browsed, or {@code null}
	 */
	public ErrorComposer(String contract, ErrorCatalog catalog, @Nullable MessageSource messageSource,
			@Nullable String catalogPath) {
		this(contract, catalog, Locale.ENGLISH, messageSource, catalogPath);
	}

	/**
	 * Create a composer.
	 * @param contract the name of the contract
	 * @param catalog its catalog
	 * @param language the language of texts that have none, such as those in YAML
	 * @param messageSource the translations of its messages, or {@code null}
	 * @param catalogPath the path under which the catalog can be browsed, or {@code null}
	 */
	public ErrorComposer(String contract, ErrorCatalog catalog, Locale language, @Nullable MessageSource messageSource,
			@Nullable String catalogPath) {
		Assert.notNull(contract, "'contract' must not be null");
		Assert.notNull(catalog, "'catalog' must not be null");
		Assert.notNull(language, "'language' must not be null");
		this.contract = contract;
		this.catalog = catalog;
		this.language = language;
		for (CatalogEntry entry : catalog.entries()) {
			if (!entry.details().isEmpty()) {
				this.attributes.put(entry, new ExceptionAttributes(entry.details()));
			}
		}
		this.codes = new FailureCodes(catalog);
		this.texts = new ErrorTexts(contract, catalog, language, messageSource);
		this.catalogPath = (catalogPath != null) ? catalogPath + "/" + contract + "/" : null;
	}

	/**
	 * Check the texts of a catalog's entries, and what they take from exceptions.
	 * @param entries the entries
	 * @param nameable the codes and extensions that the texts can name
	 * @return a fault for each text that can never be filled, and for each attribute that
	 * no exception can have
	 */
	public static List<Fault> check(List<CatalogEntry> entries, ErrorCatalog nameable) {
		List<Fault> faults = AuthorTexts.check(entries, nameable);
		faults.addAll(ExceptionAttributes.check(entries));
		return faults;
	}

	/**
	 * Return the keys under which a message source can have texts of a code, and checks
	 * of them.
	 * @param contract the name of a contract
	 * @param code a code of the contract
	 * @param nameable the codes and extensions that the texts can name
	 * @return a check by key, which throws an
	 * {@link dev.errata.template.InvalidTemplateException} for a text that cannot be
	 * filled
	 */
	public static Map<String, Consumer<String>> translations(String contract, String code, ErrorCatalog nameable) {
		Map<String, Consumer<String>> translations = new LinkedHashMap<>();
		for (TextKind kind : TextKind.values()) {
			MessageSourceTexts.keys(contract, code, kind)
				.forEach((key) -> translations.put(key, (text) -> kind.check(text, nameable)));
		}
		return translations;
	}

	/**
	 * Return the keys under which a message source can have other words for Errata's own
	 * texts, and checks of them.
	 * @param contract the name of a contract
	 * @return a check by key, which throws an
	 * {@link dev.errata.template.InvalidTemplateException} for a text that cannot be
	 * filled
	 */
	public static Map<String, Consumer<String>> ownTexts(String contract) {
		Map<String, Consumer<String>> texts = new LinkedHashMap<>();
		for (OwnText text : TextBundle.texts()) {
			MessageSourceTexts.keys(contract, text.key()).forEach((key) -> texts.put(key, text::parse));
		}
		return texts;
	}

	/**
	 * Return the texts of a code as they stand in the catalog.
	 * @param entry the entry of the code
	 * @param status one of its statuses
	 * @param reader the language of the reader; the root locale for the language of the
	 * contract
	 * @return the texts
	 */
	public CodeTexts describe(CatalogEntry entry, int status, Locale reader) {
		return this.texts.describe(entry, status, reader);
	}

	/**
	 * Return the languages that there are texts in, as far as they are known.
	 * @return the languages, that of the contract first
	 */
	public Set<Locale> languages() {
		return this.texts.languages();
	}

	/**
	 * Compose the error of a failure.
	 * @param failure the failure
	 * @param request the request that failed
	 * @param cause the exception behind it, technical wrappers taken off, or {@code null}
	 * @return the error
	 */
	public ApiError compose(Failure failure, ErrorRequest request, @Nullable Throwable cause) {
		ApiError error = answer(failure, request, cause);
		Locale language = error.isTranslated() ? error.language() : null;
		return (language == null || language.getLanguage().equals(this.language.getLanguage())) ? error
				: error.loggedWith(() -> answer(failure, request.in(Locale.ROOT), cause).message());
	}

	private ApiError answer(Failure failure, ErrorRequest request, @Nullable Throwable cause) {
		ResolvedCode resolved = this.codes.of(failure);
		if (resolved == null) {
			resolved = this.catalog.resolve(StandardCode.SERVER_ERROR);
			cause = new UnknownCodeException(this.contract, failure.code(), this.catalog.nearest(failure.code()),
					cause);
		}
		CatalogEntry entry = resolved.entry();
		Map<String, List<String>> headers = failure.headers();
		Duration retryAfter = retryAfter(failure, entry.description(resolved.status()), headers, request.timestamp(),
				isAboutQuota(resolved) ? request.quotaReset() : ErrorRequest.NO_QUOTA);
		ApiError error = new ApiError(this.contract, this.catalog, entry, resolved.status(), request, this.catalogPath,
				retryAfter, cause);
		String thrown = thrown(failure, entry);
		ErrorTexts.Wording wording = this.texts.wording(entry, resolved.status(), request.locale(), thrown != null);
		Locale language = wording.language();
		Function<OwnText, @Nullable String> own = (text) -> this.texts.write(text, language);
		List<Violation> violations = answered(failure.violations(), request, language, own);
		Map<String, Object> details = details(failure, entry, cause);
		headers = without(headers, RETRY_AFTER);
		if (!violations.isEmpty() || !headers.isEmpty() || !details.isEmpty()) {
			error = error.withParticulars(details, violations, headers);
		}
		return this.texts.fill(error, entry, wording, thrown, explanation(failure, violations, own), failure.args());
	}

	/**
	 * Return what the thrower has said, over what the code takes from the exception.
	 */
	private Map<String, Object> details(Failure failure, CatalogEntry entry, @Nullable Throwable cause) {
		ExceptionAttributes attributes = this.attributes.isEmpty() ? null : this.attributes.get(entry);
		Throwable exception = (failure.exception() != null) ? failure.exception() : cause;
		if (attributes == null || exception == null) {
			return failure.details();
		}
		Map<String, Object> details = attributes.of(exception);
		details.putAll(failure.details());
		return Collections.unmodifiableMap(details);
	}

	private boolean isAboutQuota(ResolvedCode resolved) {
		return resolved.status() == StandardCode.TOO_MANY_REQUESTS.status()
				&& (resolved.entry() == this.catalog.resolve(StandardCode.QUOTA_EXCEEDED).entry()
						|| resolved.entry() == this.catalog.resolve(StandardCode.TOO_MANY_REQUESTS).entry());
	}

	/**
	 * Return the entry and the status that a failure ends in.
	 * @param failure the failure
	 * @return the answer, or {@code null} if the catalog does not know the code
	 */
	public @Nullable ResolvedCode resolve(Failure failure) {
		Assert.notNull(failure, "'failure' must not be null");
		return this.codes.of(failure);
	}

	/**
	 * Return whether a failure has an answer.
	 */
	boolean knows(Failure failure) {
		return this.codes.knows(failure);
	}

	String contract() {
		return this.contract;
	}

	ErrorCatalog catalog() {
		return this.catalog;
	}

	private List<Violation> answered(List<InvalidInput> violations, ErrorRequest request, Locale language,
			Function<OwnText, @Nullable String> own) {
		if (violations.isEmpty()) {
			return List.of();
		}
		List<Violation> answered = new ArrayList<>(Math.min(violations.size(), MAX_VIOLATIONS));
		for (InvalidInput input : violations) {
			if (answered.size() == MAX_VIOLATIONS) {
				break;
			}
			Violation violation = input.violation();
			answered.add(new Violation(Texts.clean(violation.field()), this.codes.of(violation),
					input.message(language, own), violation.rules(), input.in(request), violation.path()));
		}
		return List.copyOf(answered);
	}

	/**
	 * Return the words of the thrower, which include the message of an exception if its
	 * code exposes it and Errata has nothing to say about it.
	 */
	private static @Nullable String thrown(Failure failure, CatalogEntry entry) {
		String detail = failure.detail();
		if (detail != null && !detail.isBlank()) {
			return Texts.clean(detail);
		}
		Throwable exception = failure.exception();
		return (exception != null && entry.exposeMessage() && failure.explanation() == null
				&& failure.violations().isEmpty()) ? Texts.messageOf(exception) : null;
	}

	/**
	 * Return Errata's own sentence about a failure.
	 */
	private static @Nullable String explanation(Failure failure, List<Violation> violations,
			Function<OwnText, @Nullable String> own) {
		OwnText explanation = failure.explanation();
		if (explanation != null) {
			return own.apply(explanation);
		}
		if (violations.isEmpty()) {
			return null;
		}
		Violation first = violations.get(0);
		return first.field().isEmpty() ? first.message()
				: own.apply(OwnText.of(OwnText.Key.FIELD, first.field(), first.message()));
	}

	private static @Nullable Duration retryAfter(Failure failure, StatusDescription description,
			Map<String, List<String>> headers, Instant now, Supplier<@Nullable Duration> quotaReset) {
		if (description.isFinal()) {
			return null;
		}
		Duration retryAfter = failure.retryAfter();
		if (retryAfter == null) {
			retryAfter = retryAfterOf(headers, now);
		}
		if (retryAfter == null) {
			retryAfter = description.retryAfter();
		}
		if (retryAfter == null) {
			retryAfter = quotaReset.get();
		}
		if (retryAfter == null) {
			return null;
		}
		retryAfter = RetryAfter.bounded(retryAfter);
		return (retryAfter.getNano() > 0) ? Duration.ofSeconds(retryAfter.getSeconds() + 1) : retryAfter;
	}

	private static @Nullable Duration retryAfterOf(Map<String, List<String>> headers, Instant now) {
		for (Map.Entry<String, List<String>> header : headers.entrySet()) {
			if (header.getKey().equalsIgnoreCase(RETRY_AFTER) && !header.getValue().isEmpty()) {
				return RetryAfter.parse(header.getValue().get(0), now);
			}
		}
		return null;
	}

	private static Map<String, List<String>> without(Map<String, List<String>> headers, String name) {
		if (headers.isEmpty()) {
			return headers;
		}
		Map<String, List<String>> remaining = new LinkedHashMap<>(headers);
		remaining.keySet().removeIf(name::equalsIgnoreCase);
		return remaining;
	}

}
