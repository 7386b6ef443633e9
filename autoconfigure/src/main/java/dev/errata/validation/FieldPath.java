package dev.errata.validation;

import java.util.ArrayList;
import java.util.List;

import dev.errata.error.InputPath;

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

	private final boolean document;

	private final List<Object> steps = new ArrayList<>();

	// the name of a form's field
	private final StringBuilder field = new StringBuilder();

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
	static FieldPath ofForm() {
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
		this.steps.add(name);
		this.field.append(this.field.isEmpty() ? "" : ".").append(name);
		return this;
	}

	/**
	 * Append an element of a list.
	 * @param index its index; negative where elements have none, as in a set
	 * @return this path
	 */
	public FieldPath index(int index) {
		this.steps.add(index);
		return element((index < 0) ? "" : Integer.toString(index));
	}

	/**
	 * Append an entry of a map.
	 * @param key the key as text
	 * @return this path
	 */
	public FieldPath key(String key) {
		this.steps.add(key);
		if (this.field.isEmpty()) {
			this.field.append(key);
			return this;
		}
		return element(key);
	}

	private FieldPath element(String indexOrKey) {
		this.field.append('[').append(indexOrKey).append(']');
		return this;
	}

	/**
	 * Return the names of the properties on the path, without indexes and keys.
	 * @return the names, separated by dots
	 */
	public String names() {
		return this.names.toString();
	}

	/**
	 * Return the path as names and indexes.
	 * @return the path
	 */
	public InputPath path() {
		return InputPath.of(this.steps);
	}

	@Override
	public String toString() {
		return this.document ? path().toString() : this.field.toString();
	}

}
