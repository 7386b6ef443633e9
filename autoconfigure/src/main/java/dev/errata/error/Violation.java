package dev.errata.error;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * One invalid input: where it is, which rule it breaks, a sentence.
 *
 * @param field the input in the client's words: a JSON path such as
 * {@code lines[0].quantity}, or the name of a parameter, header, cookie or part
 * @param code the code of the rule that is broken: a standard code until a catalog has
 * answered it
 * @param message what is wrong, to be read behind the name of the field
 * @param rules names of the rule in the words of Spring's message codes, most specific
 * first: {@code Size.prompt}, {@code Size}
 * @param in the part of the request, or {@code null} if it is not known
 * @param path the field as names and indexes
 * @since 0.1.0
 */
public record Violation(String field, String code, String message, List<String> rules, @Nullable InputLocation in,
		InputPath path) {

	public Violation {
		Assert.notNull(field, "'field' must not be null");
		Assert.notNull(code, "'code' must not be null");
		Assert.notNull(message, "'message' must not be null");
		Assert.notNull(path, "'path' must not be null");
		rules = List.copyOf(rules);
	}

	/**
	 * Create a violation of no named rule, whose path is that of its field.
	 * @param field the input in the client's words
	 * @param code the code of the rule that is broken
	 * @param message what is wrong
	 */
	public Violation(String field, String code, String message) {
		this(field, code, message, List.of(), null, InputPath.parse(field));
	}

	/**
	 * Return this violation in a part of the request.
	 * @param in the part, or {@code null} if it is not known
	 * @return a changed copy
	 */
	public Violation in(@Nullable InputLocation in) {
		return new Violation(this.field, this.code, this.message, this.rules, in, this.path);
	}

}
