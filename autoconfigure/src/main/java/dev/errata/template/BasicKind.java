package dev.errata.template;

import java.util.List;

/**
 * The kinds of values that JSON has.
 *
 * @since 0.1.0
 * @hidden
 */
public enum BasicKind implements Kind {

	/** A text. */
	TEXT,
	/** A number, in forms for times a number of seconds. */
	NUMBER,
	/** A boolean. */
	BOOLEAN,
	/** A list. */
	LIST,
	/** A map. */
	MAP,
	/** A JSON null. */
	NULL;

	@Override
	public List<Form> forms() {
		return switch (this) {
			case TEXT -> Form.OF_TEXT;
			case NUMBER -> Form.OF_NUMBER;
			case BOOLEAN -> Form.OF_SCALAR;
			case LIST, MAP, NULL -> List.of();
		};
	}

	@Override
	public boolean isStructure() {
		return this == LIST || this == MAP || this == NULL;
	}

}
