package dev.errata.validation;

import org.jspecify.annotations.Nullable;

/**
 * The text format of a type in requests. It is derived from the component that reads
 * requests: a sample is written, and its text counts if it is read back as the same
 * value.
 *
 * @since 0.1.0
 * @hidden
 */
public abstract class Notation {

	static final Notation UNKNOWN = new Notation() {

		@Override
		protected @Nullable String write(Object value) {
			return null;
		}

		@Override
		protected @Nullable Object read(String text) {
			return null;
		}

	};

	/**
	 * Write a value as text.
	 * @param value the value
	 * @return the text, or {@code null} if it is not written as text
	 * @throws Exception if it cannot be written
	 */
	protected abstract @Nullable String write(Object value) throws Exception;

	/**
	 * Read a value as it is read from a request.
	 * @param text the text
	 * @return the value
	 * @throws Exception if the text is not a value of the type
	 */
	protected abstract @Nullable Object read(String text) throws Exception;

	/**
	 * Return how clients write a value.
	 * @param standard the text to try if the value is not written as text
	 * @return the text, or {@code null} if it is not known
	 */
	final @Nullable String of(Object value, String standard) {
		try {
			String written = write(value);
			if (written != null && isReadAs(value, written)) {
				return written;
			}
		}
		catch (Exception ex) {
			// what is not written may still be read
		}
		return isReadAs(value, standard) ? standard : null;
	}

	private boolean isReadAs(Object value, String text) {
		try {
			Object read = read(text);
			// a text may well leave out the seconds
			return value.equals(read) || (read != null && !(value instanceof Enum) && text.equals(write(read)));
		}
		catch (Exception ex) {
			return false;
		}
	}

}
