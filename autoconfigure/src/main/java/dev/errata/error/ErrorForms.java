package dev.errata.error;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import dev.errata.error.ErrorKind.Sentences;
import dev.errata.template.BasicKind;
import dev.errata.template.Form;
import org.jspecify.annotations.Nullable;

/**
 * The {@link Form forms} that only values of errors have.
 */
final class ErrorForms {

	static final List<Form> OF_STATUS = with(Form.OF_SCALAR,
			new Form("grpc", BasicKind.TEXT, true, (status) -> GrpcCode.ofStatus((Integer) status).name(),
					GrpcCode::statusOfName),
			new Form("grpc-number", BasicKind.NUMBER, true, (status) -> GrpcCode.ofStatus((Integer) status).number(),
					GrpcCode::statusOfNumber));

	private static final Form EPOCH_SECONDS = new Form("epoch-seconds", BasicKind.NUMBER, false,
			(time) -> (time instanceof Instant instant) ? instant.getEpochSecond() : null, (number) -> time(number, 1));

	private static final Form EPOCH_MILLIS = new Form("epoch-millis", BasicKind.NUMBER, false,
			(time) -> (time instanceof Instant instant) ? instant.toEpochMilli() : null,
			(number) -> time(number, 1000));

	static final List<Form> OF_TIME = with(ofScalar(ErrorKind.TIME), total(EPOCH_SECONDS), total(EPOCH_MILLIS));

	private static final Form TEXTS = new Form("texts", BasicKind.MAP, false, ErrorForms::texts, (map) -> map);

	static final List<Form> OF_ANYTHING = with(Form.OF_TEXT, Form.DURATION, EPOCH_SECONDS, EPOCH_MILLIS, TEXTS);

	static final List<Form> OF_MAP = List.of(TEXTS);

	static final List<Form> OF_FIELD = with(ofScalar(ErrorKind.FIELD), notation("pointer", Notation.POINTER),
			notation("brackets", Notation.BRACKETS), notation("dots", Notation.DOTS),
			new Form("list", BasicKind.LIST, true, (violation) -> ((Violation) violation).path().toList(),
					ErrorForms::ofList),
			new Form("location", BasicKind.LIST, true, ErrorForms::location, ErrorForms::ofLocation));

	static final List<Form> OF_SENTENCES = List.of(keys("pointer", Notation.POINTER),
			keys("brackets", Notation.BRACKETS), keys("dots", Notation.DOTS),
			new Form("lists", ErrorKind.SENTENCES, true, (sentences) -> ((Sentences) sentences).inLists(),
					(map) -> map),
			new Form("texts", BasicKind.MAP, true, (sentences) -> ((Sentences) sentences).toMap(), (map) -> map));

	private ErrorForms() {
	}

	private static List<Form> with(List<Form> forms, Form... more) {
		List<Form> all = new ArrayList<>(forms);
		all.addAll(List.of(more));
		return List.copyOf(all);
	}

	/**
	 * Return the forms of scalars, applied to what is written without a form.
	 */
	private static List<Form> ofScalar(ErrorKind kind) {
		return Form.OF_SCALAR.stream()
			.map((form) -> new Form(form.name(), form.result(), form.total(),
					(value) -> form.write().apply(String.valueOf(kind.plain(value))), form.read()))
			.toList();
	}

	/**
	 * Return a form that every value of its word has.
	 */
	private static Form total(Form form) {
		return new Form(form.name(), form.result(), true, form.write(), form.read());
	}

	private static Form notation(String name, Notation notation) {
		return new Form(name, BasicKind.TEXT, true, (violation) -> notation.write(((Violation) violation).path()),
				notation::field);
	}

	private static Form keys(String name, Notation notation) {
		Function<Object, @Nullable Object> write = (sentences) -> ((Sentences) sentences).in(notation);
		return new Form(name, ErrorKind.SENTENCES, true, write, notation::fields);
	}

	private static @Nullable Object location(Object value) {
		Violation violation = (Violation) value;
		List<Object> location = new ArrayList<>();
		if (violation.in() != null) {
			location.add(violation.in().word());
		}
		location.addAll(violation.path().toList());
		return location;
	}

	private static @Nullable Object ofList(Object value) {
		return (value instanceof List<?> steps) ? InputPath.of(steps).toString() : null;
	}

	private static @Nullable Object ofLocation(Object value) {
		if (!(value instanceof List<?> steps) || steps.isEmpty()) {
			return null;
		}
		InputLocation in = InputLocation.find(String.valueOf(steps.get(0)));
		InputPath path = InputPath.of((in != null) ? steps.subList(1, steps.size()) : steps);
		return new Violation(path.toString(), "", "", List.of(), in, path);
	}

	private static @Nullable Object time(Object value, int fraction) {
		// it may have been written as a text
		if (!(Form.NUMBER.write().apply(value) instanceof Number number)) {
			return null;
		}
		try {
			return Instant.ofEpochMilli(Math.multiplyExact(number.longValue(), 1000 / fraction)).toString();
		}
		catch (ArithmeticException ex) {
			return null;
		}
	}

	private static @Nullable Object texts(Object value) {
		if (!(value instanceof Map<?, ?> map)) {
			return null;
		}
		Map<String, String> texts = new LinkedHashMap<>();
		for (Map.Entry<?, ?> entry : map.entrySet()) {
			String name = Texts.of(entry.getKey());
			Object text = (entry.getValue() != null) ? text(entry.getValue()) : null;
			if (name != null && text != null) {
				texts.put(name, text.toString());
			}
		}
		return texts.isEmpty() ? null : texts;
	}

	private static @Nullable Object text(Object value) {
		try {
			Object text = Form.TEXT.write().apply(value);
			return (text != null) ? Texts.of(text) : null;
		}
		catch (Throwable ex) {
			// the others have texts
			return null;
		}
	}

}
