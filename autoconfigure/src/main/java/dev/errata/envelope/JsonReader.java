package dev.errata.envelope;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.errata.envelope.JsonTemplate.Constant;
import dev.errata.envelope.JsonTemplate.Elements;
import dev.errata.envelope.JsonTemplate.Member;
import dev.errata.envelope.JsonTemplate.Members;
import dev.errata.envelope.JsonTemplate.Named;
import dev.errata.envelope.JsonTemplate.Slot;
import dev.errata.envelope.JsonTemplate.Spread;
import dev.errata.error.Placeholder;
import dev.errata.error.Texts;
import dev.errata.template.Reading;
import dev.errata.template.Word;
import org.jspecify.annotations.Nullable;

/**
 * Reads a document back along the template of its envelope. Everything that the template
 * does not know is skipped, everything else is bounded in depth and number, and constants
 * may differ: another version of a service may have another word there.
 */
final class JsonReader {

	private final Reading reading;

	private JsonReader(Reading reading) {
		this.reading = reading;
	}

	/**
	 * Read a document.
	 * @param reading takes the values
	 * @throws RuntimeException if it is not JSON, or exceeds a bound
	 */
	static void read(byte[] document, JsonTemplate<?> template, Reading reading) {
		read(JsonDocument.parse(document), template, reading);
	}

	/**
	 * Read a value of a document.
	 * @param reading takes the values
	 */
	static void read(@Nullable Object node, JsonTemplate<?> template, Reading reading) {
		new JsonReader(reading).read(template, node);
	}

	/**
	 * Read a value, or skip it if it does not fit the template.
	 */
	private void read(@Nullable JsonTemplate<?> template, @Nullable Object node) {
		if (template instanceof Members<?> object && node instanceof Map<?, ?> members) {
			object(object, members);
		}
		else if (template instanceof Elements<?> list && node instanceof List<?> elements) {
			list(list, elements);
		}
		else if (template instanceof Slot<?> slot) {
			Object value = value(slot, node);
			if (value != null) {
				slot.template().read(value, this.reading);
			}
		}
	}

	private @Nullable Object value(Slot<?> slot, @Nullable Object node) {
		return (slot.shape() != null && node instanceof List<?> elements)
				? new ViolationReader(slot.shape(), this.reading).read(elements,
						slot.template().uses(Placeholder.ERRORS.word()))
				: bounded(node, 0);
	}

	private void object(Members<?> object, Map<?, ?> members) {
		Spread<?> spread = object.spread();
		Map<String, Object> others = new LinkedHashMap<>();
		members.forEach((name, node) -> {
			JsonTemplate<?> member = member(object, String.valueOf(name));
			if (member != null) {
				read(member, node);
			}
			else if (spread != null) {
				put(others, String.valueOf(name), bounded(node, 1));
			}
		});
		if (spread != null && !others.isEmpty()) {
			spread.maps().forEach((map) -> map.read(others, this.reading));
		}
	}

	private @Nullable JsonTemplate<?> member(Members<?> object, String name) {
		for (Member<?> member : object.members()) {
			if (member instanceof Named<?> named && name.equals(named.name().constant())) {
				return named.value();
			}
		}
		for (Member<?> member : object.members()) {
			if (member instanceof Named<?> named && named.name().constant() == null
					&& named.name().read(name, this.reading)) {
				return named.value();
			}
		}
		return null;
	}

	/**
	 * Read a list. Any of its elements can be absent, so that each value is read by the
	 * first template that it fits, among those after the template of the previous value.
	 * An object fits best if it has the constants of the template.
	 */
	private void list(Elements<?> list, List<?> nodes) {
		List<? extends JsonTemplate<?>> candidates = list.elements();
		for (Object node : nodes) {
			int index = indexOf(candidates, node);
			if (index < candidates.size()) {
				read(candidates.get(index), node);
				candidates = candidates.subList(index + 1, candidates.size());
			}
		}
	}

	private static int indexOf(List<? extends JsonTemplate<?>> candidates, Object node) {
		int first = candidates.size();
		for (int i = candidates.size() - 1; i >= 0; i--) {
			first = fits(candidates.get(i), node) ? i : first;
		}
		for (int i = first; node instanceof Map<?, ?> members && i < candidates.size(); i++) {
			if (candidates.get(i) instanceof Members<?> object && hasConstants(object, members)) {
				return i;
			}
		}
		return first;
	}

	private static boolean fits(JsonTemplate<?> template, Object node) {
		if (template instanceof Constant<?> constant) {
			return constant.json()[0] == '{' ? node instanceof Map
					: constant.json()[0] == '[' ? node instanceof List : isScalar(node);
		}
		if (template instanceof Slot<?> slot) {
			Object value = bounded(node, 0);
			return (slot.shape() != null) ? node instanceof List
					: (value != null) ? slot.template().read(value, (candidates, sure) -> {
					}) : slot.template().acceptsNull();
		}
		return (template instanceof Members) ? node instanceof Map : node instanceof List;
	}

	private static boolean isScalar(Object node) {
		return !(node instanceof Map || node instanceof List);
	}

	private static boolean hasConstants(Members<?> object, Map<?, ?> members) {
		for (Member<?> member : object.members()) {
			if (member instanceof Named<?> named && named.value() instanceof Constant<?> constant
					&& constant.isScalar()) {
				Object node = members.get(named.name().constant());
				byte[] json = (node instanceof String text) ? JsonWriter.quoted(text)
						: String.valueOf(node).getBytes(StandardCharsets.UTF_8);
				if (!Arrays.equals(json, constant.json())) {
					return false;
				}
			}
		}
		return true;
	}

	/**
	 * Return a value that is small enough to be an attribute, or {@code null} if there is
	 * none.
	 */
	private static @Nullable Object bounded(@Nullable Object node, int depth) {
		if (node instanceof String text) {
			return Texts.clean(text);
		}
		if (node == null || isScalar(node)) {
			return (node == Word.NULL) ? null : node;
		}
		if (depth == JsonWriter.MAX_DEPTH) {
			return null;
		}
		if (node instanceof Map<?, ?> members) {
			Map<String, Object> map = new LinkedHashMap<>();
			members.forEach((name, member) -> put(map, String.valueOf(name), bounded(member, depth + 1)));
			return map;
		}
		List<Object> list = new ArrayList<>();
		for (Object element : (List<?>) node) {
			Object value = (list.size() < JsonWriter.MAX_ELEMENTS) ? bounded(element, depth + 1) : null;
			if (value != null) {
				list.add(value);
			}
		}
		return list;
	}

	private static void put(Map<String, Object> map, String name, @Nullable Object value) {
		if (value != null && map.size() < JsonWriter.MAX_ELEMENTS) {
			map.putIfAbsent(Texts.clean(name), value);
		}
	}

}
