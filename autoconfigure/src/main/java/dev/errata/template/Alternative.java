package dev.errata.template;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * One of the values of a placeholder, in its form, under its condition.
 *
 * @param <T> the type of object that templates are filled from
 * @param word the word whose value it is
 * @param forms the forms in which it is written, one after the other
 * @param condition the condition under which it counts, or {@code null}
 * @since 0.1.0
 * @hidden
 */
public record Alternative<T>(Word<T> word, List<Form> forms, @Nullable Condition<T> condition) {

	/**
	 * Return whether every object has this value.
	 * @return whether the value is never absent
	 */
	public boolean isAlwaysPresent() {
		return this.word.always() && isUnconditional();
	}

	/**
	 * Return whether this value is there whenever its word has one.
	 * @return whether there is neither a condition nor a form that some values do not
	 * have
	 */
	public boolean isUnconditional() {
		return this.condition == null && this.forms.stream().allMatch(Form::total);
	}

	/**
	 * Return the kind of the value in its form.
	 * @return the kind
	 */
	public Kind kind() {
		return this.forms.isEmpty() ? this.word.kind() : this.forms.get(this.forms.size() - 1).result();
	}

	@Nullable Object value(T source) {
		if (this.condition != null && !this.condition.holds(source)) {
			return null;
		}
		Object value = this.word.value(source);
		if (value == null || value == Word.NULL) {
			return value;
		}
		return this.forms.isEmpty() ? this.word.kind().plain(value) : formed(value);
	}

	private @Nullable Object formed(Object value) {
		Object formed = value;
		try {
			for (Form form : this.forms) {
				formed = form.write().apply(formed);
				if (formed == null) {
					return null;
				}
			}
			return kind().plain(formed);
		}
		catch (Throwable ex) {
			// an attribute may be anything, and has none of the forms then
			return null;
		}
	}

	/**
	 * Return the value of the word that a value was written from, or {@code null} if it
	 * cannot be one of this alternative.
	 */
	@Nullable Object read(Object value) {
		Object read = value;
		for (int i = this.forms.size() - 1; i >= 0 && read != null; i--) {
			read = this.forms.get(i).read().apply(read);
		}
		return (read != null && this.word.accepts(read)) ? read : null;
	}

	boolean isLiteral() {
		return this.word.name().equals(Literals.NULL) || this.word.name().equals(Literals.EMPTY_LIST);
	}

}
