package dev.errata.catalog;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.logging.LogLevel;
import org.springframework.http.HttpStatus;
import org.springframework.util.Assert;

/**
 * A code and its properties. One that is not set is {@code null} or empty. Users declare
 * entries under {@code errata.codes}; a library contributes them as beans, whose
 * properties users can override one by one: <pre class="code">
 * &#64;Bean
 * CatalogEntry paymentDeclined() {
 *     return CatalogEntry.of("payment_declined", (entry) -&gt; entry.status(402)
 *         .message("The payment was declined.")
 *         .exceptions(PaymentDeclinedException.class));
 * }</pre>
 *
 * @since 0.1.0
 */
public final class CatalogEntry {

	private final String code;

	private final List<Integer> statuses;

	private final @Nullable String family;

	private final StatusDescription description;

	private final Map<Integer, StatusDescription> at;

	private final Map<Integer, StatusDescription> effective;

	private final @Nullable Integer exitCode;

	private final Set<Class<? extends Throwable>> exceptions;

	private final Set<String> constraints;

	private final Set<String> replaces;

	private final @Nullable Boolean exposeMessage;

	private final Map<String, String> details;

	private final @Nullable LogLevel logLevel;

	private final @Nullable Boolean logStack;

	private final @Nullable String since;

	private final @Nullable Deprecation deprecation;

	private CatalogEntry(Builder builder, UnaryOperator<StatusDescription> finish) {
		this.code = builder.code;
		this.statuses = List.copyOf(builder.statuses);
		this.family = builder.family;
		StatusDescription declared = builder.description();
		this.description = finish.apply(declared);
		this.at = Collections.unmodifiableMap(new LinkedHashMap<>(builder.at));
		this.exitCode = builder.exitCode;
		this.exceptions = builder.exceptions;
		this.constraints = builder.constraints;
		this.replaces = builder.replaces;
		this.exposeMessage = builder.exposeMessage;
		this.details = builder.details;
		this.logLevel = builder.logLevel;
		this.logStack = builder.logStack;
		this.since = builder.since;
		this.deprecation = builder.deprecation;
		Map<Integer, StatusDescription> effective = new LinkedHashMap<>();
		for (Map.Entry<Integer, StatusDescription> at : this.at.entrySet()) {
			effective.put(at.getKey(), finish.apply(declared.overriddenBy(at.getValue())));
		}
		this.effective = Map.copyOf(effective);
	}

	/**
	 * Create an entry.
	 * @param code the code as it is sent
	 * @param facts sets the properties of the code
	 * @return the entry
	 */
	public static CatalogEntry of(String code, Consumer<Builder> facts) {
		Assert.hasText(code, "'code' must not be empty");
		Assert.notNull(facts, "'facts' must not be null");
		Builder builder = new Builder(code);
		facts.accept(builder);
		return new CatalogEntry(builder, UnaryOperator.identity());
	}

	/**
	 * Return this entry with the properties of the given one, where they are set, in
	 * place of its own.
	 * @param other the entry that overrides this one
	 * @return an entry with the other's spelling of the code
	 */
	public CatalogEntry overriddenBy(CatalogEntry other) {
		return new CatalogEntry(merged(other), UnaryOperator.identity());
	}

	/**
	 * Return this entry with its extensions as they are sent.
	 * @param defaults the extensions of the contract
	 */
	CatalogEntry completedBy(Map<String, ? extends @Nullable Object> defaults) {
		if (defaults.isEmpty() && !hasExtensions()) {
			return this;
		}
		Builder builder = merged(new CatalogEntry(new Builder(this.code), UnaryOperator.identity()));
		builder.extensions = Extensions.merge(defaults, builder.extensions);
		return new CatalogEntry(builder,
				(description) -> description.withExtensions(Extensions.sent(description.extensions())));
	}

	private boolean hasExtensions() {
		if (!this.description.extensions().isEmpty()) {
			return true;
		}
		for (StatusDescription description : this.at.values()) {
			if (!description.extensions().isEmpty()) {
				return true;
			}
		}
		return false;
	}

	private Builder merged(CatalogEntry other) {
		Builder builder = new Builder(other.code);
		builder.statuses = (!other.statuses.isEmpty()) ? other.statuses : this.statuses;
		builder.family = (other.family != null) ? other.family : this.family;
		builder.copy(this.description.overriddenBy(other.description));
		builder.at.putAll(this.at);
		for (Map.Entry<Integer, StatusDescription> at : other.at.entrySet()) {
			StatusDescription own = builder.at.get(at.getKey());
			builder.at.put(at.getKey(), (own != null) ? own.overriddenBy(at.getValue()) : at.getValue());
		}
		builder.exitCode = (other.exitCode != null) ? other.exitCode : this.exitCode;
		builder.exceptions = (!other.exceptions.isEmpty()) ? other.exceptions : this.exceptions;
		builder.constraints = (!other.constraints.isEmpty()) ? other.constraints : this.constraints;
		builder.replaces = (!other.replaces.isEmpty()) ? other.replaces : this.replaces;
		builder.exposeMessage = (other.exposeMessage != null) ? other.exposeMessage : this.exposeMessage;
		builder.details = (!other.details.isEmpty()) ? other.details : this.details;
		builder.logLevel = (other.logLevel != null) ? other.logLevel : this.logLevel;
		builder.logStack = (other.logStack != null) ? other.logStack : this.logStack;
		builder.since = (other.since != null) ? other.since : this.since;
		builder.deprecation = (other.deprecation != null) ? other.deprecation : this.deprecation;
		return builder;
	}

	/**
	 * Return the code as it is sent.
	 * @return the code
	 */
	public String code() {
		return this.code;
	}

	/**
	 * Return the coarser name that several codes share.
	 * @return the family; by default the code itself
	 */
	public String family() {
		return (this.family != null) ? this.family : this.code;
	}

	/**
	 * Return the statuses of the code; the first is the default.
	 * @return the HTTP statuses
	 */
	public List<Integer> statuses() {
		return this.statuses;
	}

	/**
	 * Return the texts and the retry behaviour for a status.
	 * @param status one of the statuses, or the truthful one where this entry answers a
	 * root
	 * @return the description, in which {@code at} overrides the entry
	 */
	public StatusDescription description(int status) {
		return this.effective.getOrDefault(status, this.description);
	}

	/**
	 * Return the reason phrase of a status, or that of its class if HTTP defines none.
	 * @param status the status
	 * @return the default title
	 */
	public static String reasonPhrase(int status) {
		HttpStatus known = HttpStatus.resolve(status);
		if (known != null) {
			return known.getReasonPhrase();
		}
		return (status < 500) ? "Client Error" : "Server Error";
	}

	/**
	 * Return the differences for single statuses.
	 * @return the differences by status
	 */
	public Map<Integer, StatusDescription> at() {
		return this.at;
	}

	/**
	 * Return the exit code of a command-line client that ends with this failure.
	 * @return 1 to 255, or {@code null}
	 */
	public @Nullable Integer exitCode() {
		return this.exitCode;
	}

	/**
	 * Return the exceptions that end in this code, their subclasses included.
	 * @return the classes
	 */
	public Set<Class<? extends Throwable>> exceptions() {
		return this.exceptions;
	}

	/**
	 * Return the validation rules that end in this code, named as in the message codes of
	 * Spring: {@code Size} or {@code Size.prompt}.
	 * @return the rules
	 */
	public Set<String> constraints() {
		return this.constraints;
	}

	/**
	 * Return the names of the standard codes that this code replaces.
	 * @return the names
	 */
	public Set<String> replaces() {
		return this.replaces;
	}

	/**
	 * Return whether the message of an exception may be sent as the detail.
	 * @return whether to expose it
	 */
	public boolean exposeMessage() {
		return Boolean.TRUE.equals(this.exposeMessage);
	}

	/**
	 * Return the attributes that the code takes from its exceptions.
	 * @return the property of the exception by the name of the attribute
	 */
	public Map<String, String> details() {
		return this.details;
	}

	/**
	 * Return the level at which a failure with this code is logged.
	 * @return the level, or {@code null} for ERROR for a 5xx and DEBUG for a 4xx
	 */
	public @Nullable LogLevel logLevel() {
		return this.logLevel;
	}

	/**
	 * Return whether the stack trace of a failure with this code is logged.
	 * @return whether it is logged, or {@code null} for a 5xx only
	 */
	public @Nullable Boolean logStack() {
		return this.logStack;
	}

	/**
	 * Return the version of the service that has the code first.
	 * @return the version, or {@code null} if it is not stated
	 */
	public @Nullable String since() {
		return this.since;
	}

	/**
	 * Return that the code is deprecated.
	 * @return the deprecation, or {@code null} if it is not
	 */
	public @Nullable Deprecation deprecation() {
		return this.deprecation;
	}

	@Override
	public String toString() {
		return this.code + this.statuses;
	}

	/**
	 * Sets the properties of a code. {@code null} is the same as not set.
	 */
	public static final class Builder {

		private final String code;

		private List<Integer> statuses = List.of();

		private @Nullable String family;

		private @Nullable LocalizedText title;

		private @Nullable LocalizedText message;

		private @Nullable LocalizedText detail;

		private @Nullable LocalizedText meaning;

		private @Nullable LocalizedText fix;

		private @Nullable String docs;

		private @Nullable Boolean retryable;

		private @Nullable Duration retryAfter;

		private Map<String, @Nullable Object> extensions = Map.of();

		private final Map<Integer, StatusDescription> at = new LinkedHashMap<>();

		private @Nullable Integer exitCode;

		private Set<Class<? extends Throwable>> exceptions = Set.of();

		private Set<String> constraints = Set.of();

		private Set<String> replaces = Set.of();

		private @Nullable Boolean exposeMessage;

		private Map<String, String> details = Map.of();

		private @Nullable LogLevel logLevel;

		private @Nullable Boolean logStack;

		private @Nullable String since;

		private @Nullable Deprecation deprecation;

		private Builder(String code) {
			this.code = code;
		}

		private void copy(StatusDescription description) {
			this.title = description.title();
			this.message = description.message();
			this.detail = description.detail();
			this.meaning = description.meaning();
			this.fix = description.fix();
			this.docs = description.docs();
			this.retryable = description.retryable();
			this.retryAfter = description.retryAfter();
			this.extensions = description.extensions();
		}

		/**
		 * Keep the order, so that faults are reported in the order of the configuration.
		 */
		@SafeVarargs
		private static <T> Set<T> inOrder(T... values) {
			return Collections.unmodifiableSet(new LinkedHashSet<>(List.of(values)));
		}

		private StatusDescription description() {
			return new StatusDescription(this.title, this.message, this.detail, this.meaning, this.fix, this.docs,
					this.retryable, this.retryAfter, this.extensions);
		}

		/**
		 * Set the statuses.
		 * @param statuses HTTP statuses from 400 to 599; the first is the default
		 * @return this builder
		 */
		public Builder status(Integer... statuses) {
			this.statuses = List.of(statuses);
			return this;
		}

		/**
		 * Set the coarser name that several codes share.
		 * @param family the family
		 * @return this builder
		 */
		public Builder family(@Nullable String family) {
			this.family = family;
			return this;
		}

		/**
		 * Set the short name of the failure.
		 * @param title the title; by default the reason phrase of the status
		 * @return this builder
		 */
		public Builder title(@Nullable String title) {
			return title(StatusDescription.text(title));
		}

		/**
		 * Set the short name of the failure.
		 * @param title the title; by default the reason phrase of the status
		 * @return this builder
		 */
		public Builder title(@Nullable LocalizedText title) {
			this.title = title;
			return this;
		}

		/**
		 * Set the template of the sentence for the caller.
		 * @param message the message; by default the title
		 * @return this builder
		 */
		public Builder message(@Nullable String message) {
			return message(StatusDescription.text(message));
		}

		/**
		 * Set the template of the sentence for the caller.
		 * @param message the message; by default the title
		 * @return this builder
		 */
		public Builder message(@Nullable LocalizedText message) {
			this.message = message;
			return this;
		}

		/**
		 * Set the template of the particulars of a failure that has none itself.
		 * @param detail the detail
		 * @return this builder
		 */
		public Builder detail(@Nullable String detail) {
			return detail(StatusDescription.text(detail));
		}

		/**
		 * Set the template of the particulars of a failure that has none itself.
		 * @param detail the detail
		 * @return this builder
		 */
		public Builder detail(@Nullable LocalizedText detail) {
			this.detail = detail;
			return this;
		}

		/**
		 * Set what happened, for the catalog's page.
		 * @param meaning the meaning
		 * @return this builder
		 */
		public Builder meaning(@Nullable String meaning) {
			return meaning(StatusDescription.text(meaning));
		}

		/**
		 * Set what happened, for the catalog's page.
		 * @param meaning the meaning
		 * @return this builder
		 */
		public Builder meaning(@Nullable LocalizedText meaning) {
			this.meaning = meaning;
			return this;
		}

		/**
		 * Set what the caller can do, for the catalog's page.
		 * @param fix the fix
		 * @return this builder
		 */
		public Builder fix(@Nullable String fix) {
			return fix(StatusDescription.text(fix));
		}

		/**
		 * Set what the caller can do, for the catalog's page.
		 * @param fix the fix
		 * @return this builder
		 */
		public Builder fix(@Nullable LocalizedText fix) {
			this.fix = fix;
			return this;
		}

		/**
		 * Set the URI of a page about the code.
		 * @param docs the URI
		 * @return this builder
		 */
		public Builder docs(@Nullable String docs) {
			this.docs = docs;
			return this;
		}

		/**
		 * Set whether the same request may succeed later.
		 * @param retryable {@code null} for "not stated"
		 * @return this builder
		 */
		public Builder retryable(@Nullable Boolean retryable) {
			this.retryable = retryable;
			return this;
		}

		/**
		 * Set how long to wait before a retry.
		 * @param retryAfter the time to wait, at least a second
		 * @return this builder
		 */
		public Builder retryAfter(@Nullable Duration retryAfter) {
			this.retryAfter = retryAfter;
			return this;
		}

		/**
		 * Set facts of the code that only this API has, for {@code {extensions}} of the
		 * envelope.
		 * @param extensions texts, numbers, booleans or {@code null} by name;
		 * {@code {absent}} takes an extension of the contract away
		 * @return this builder
		 */
		public Builder extensions(Map<String, ? extends @Nullable Object> extensions) {
			this.extensions = Extensions.merge(Map.of(), extensions);
			return this;
		}

		/**
		 * Set the differences for one of the statuses.
		 * @param status the status
		 * @param description the differences
		 * @return this builder
		 */
		public Builder at(int status, StatusDescription description) {
			this.at.put(status, description);
			return this;
		}

		/**
		 * Set the version of the service that has the code first.
		 * @param since the version
		 * @return this builder
		 */
		public Builder since(@Nullable String since) {
			this.since = since;
			return this;
		}

		/**
		 * Set that the code is deprecated.
		 * @param since the version of the service since which it is, or {@code null}
		 * @param use the code to expect instead, or {@code null} if there is none
		 * @return this builder
		 */
		public Builder deprecated(@Nullable String since, @Nullable String use) {
			this.deprecation = new Deprecation(since, use);
			return this;
		}

		/**
		 * Set the exit code of a command-line client that ends with this failure.
		 * @param exitCode 1 to 255
		 * @return this builder
		 */
		public Builder exitCode(@Nullable Integer exitCode) {
			this.exitCode = exitCode;
			return this;
		}

		/**
		 * Set the exceptions that end in this code, subclasses included.
		 * @param exceptions the classes
		 * @return this builder
		 */
		@SafeVarargs
		public final Builder exceptions(Class<? extends Throwable>... exceptions) {
			this.exceptions = inOrder(exceptions);
			return this;
		}

		/**
		 * Set the validation rules that end in this code.
		 * @param constraints {@code Size} or {@code Size.prompt}
		 * @return this builder
		 */
		public Builder constraints(String... constraints) {
			this.constraints = inOrder(constraints);
			return this;
		}

		/**
		 * Set the standard codes that this code replaces.
		 * @param replaces the names
		 * @return this builder
		 */
		public Builder replaces(String... replaces) {
			this.replaces = inOrder(replaces);
			return this;
		}

		/**
		 * Set whether the message of an exception may be sent.
		 * @param exposeMessage whether to expose it
		 * @return this builder
		 */
		public Builder exposeMessage(@Nullable Boolean exposeMessage) {
			this.exposeMessage = exposeMessage;
			return this;
		}

		/**
		 * Set the attributes that the code takes from its exceptions.
		 * @param details the property of the exception ({@code sku}, {@code order.id}) by
		 * the name of the attribute
		 * @return this builder
		 */
		public Builder details(Map<String, String> details) {
			this.details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
			return this;
		}

		/**
		 * Set the level at which a failure is logged.
		 * @param logLevel the level; {@link LogLevel#OFF} for no line at all, while
		 * {@link LogLevel#FATAL} is the same as {@link LogLevel#ERROR}
		 * @return this builder
		 */
		public Builder logLevel(@Nullable LogLevel logLevel) {
			this.logLevel = logLevel;
			return this;
		}

		/**
		 * Set whether the stack trace of a failure is logged.
		 * @param logStack whether to log it
		 * @return this builder
		 */
		public Builder logStack(@Nullable Boolean logStack) {
			this.logStack = logStack;
			return this;
		}

	}

}
