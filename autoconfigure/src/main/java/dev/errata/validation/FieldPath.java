package dev.errata.validation;

import org.springframework.util.Assert;

/**
 * The path of an input as the client wrote it, put together step by step. In a document
 * it is the path into its JSON, where a member of a map is a member like any other:
 * {@code lines[0].quantity}, {@code prices.eu}, {@code prices['eu.west']}. In a form it
 * is the name of the field: {@code prices[eu]}.
 *
 * @since 0.1.0
 * @hidden
 */
public final class FieldPath {

	private static final String SPECIAL = ".[]'\"\\";

	private final boolean document;

	private final StringBuilder text = new StringBuilder();

	private final StringBuilder names = new StringBuilder();

	private FieldPath(boolean document) {
		this.document = document;
	}

	/**
	 * Create the path of a document as a whole.
	 * @return an empty path
	 */
	public static FieldPath ofDocument() {
		return new FieldPath(true);
	}

	/**
	 * Create a path to fields of a form, or to parameters.
	 * @return an empty path
	 */
	public static FieldPath ofForm() {
		return new FieldPath(false);
	}

	/**
	 * Append a property.
	 * @param name its name for clients
	 * @return this path
	 */
	public FieldPath property(String name) {
		Assert.notNull(name, "'name' must not be null");
		this.names.append(this.names.isEmpty() ? "" : ".").append(name);
		return member(name);
	}

	/**
	 * Append an element of a list.
	 * @param index its index; empty where elements have none, as in a set
	 * @return this path
	 */
	public FieldPath index(String index) {
		this.text.append('[').append(index).append(']');
		return this;
	}

	/**
	 * Append an entry of a map.
	 * @param key the key as text
	 * @return this path
	 */
	public FieldPath key(String key) {
		return (this.document || this.text.isEmpty()) ? member(key) : index(key);
	}

	private FieldPath member(String name) {
		if (this.document && !isPlain(name)) {
			this.text.append("['").append(name.replace("\\", "\\\\").replace("'", "\\'")).append("']");
		}
		else {
			this.text.append(this.text.isEmpty() ? "" : ".").append(name);
		}
		return this;
	}

	private static boolean isPlain(String name) {
		return !name.isEmpty()
				&& name.chars().noneMatch((c) -> c <= ' ' || SPECIAL.indexOf(c) >= 0 || Character.isWhitespace(c));
	}

	/**
	 * Return the names of the properties on the path, without indexes and keys.
	 * @return the names, separated by dots
	 */
	public String names() {
		return this.names.toString();
	}

	@Override
	public String toString() {
		return this.text.toString();
	}

}
