package dev.errata.jackson;

import java.util.List;
import java.util.function.Supplier;

import com.fasterxml.jackson.annotation.JsonFormat;
import dev.errata.error.OwnText;
import dev.errata.validation.Notation;
import dev.errata.validation.TypeWords;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.AnnotationIntrospector;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.util.ConcurrentLruCache;

/**
 * Describes the types of JSON properties with {@link TypeWords}: dates and constants in
 * the format in which the application's mapper reads them there. Descriptions are cached
 * by property.
 */
final class JsonTypes {

	private static final int MAX_PLACES = 500;

	private final Supplier<@Nullable JsonMapper> mapper;

	// clients name the properties that an any-setter takes
	private final ConcurrentLruCache<Place, OwnText> words = new ConcurrentLruCache<>(MAX_PLACES, this::words);

	/**
	 * Create an instance.
	 * @param mapper gives the mapper that reads bodies, or {@code null} if there is none
	 * or more than one
	 */
	JsonTypes(Supplier<@Nullable JsonMapper> mapper) {
		this.mapper = mapper;
	}

	/**
	 * Describe the values that a property takes.
	 * @param path the path to the value
	 * @param type the type, or {@code null} if it is not known
	 * @return words to be read behind a name: {@code must be a whole number}
	 */
	OwnText mustBe(List<JacksonException.Reference> path, @Nullable Class<?> type) {
		return (type != null && TypeWords.isNotated(type)) ? this.words.get(Place.of(path, type))
				: TypeWords.mustBe(type);
	}

	private OwnText words(Place place) {
		JsonMapper mapper = this.mapper.get();
		if (mapper == null) {
			return TypeWords.mustBe(place.type());
		}
		try {
			JsonMapper formatted = formatted(mapper, place);
			return (formatted != null) ? TypeWords.mustBe(place.type(), new Json(formatted, place.type()))
					: TypeWords.mustBe(place.type());
		}
		catch (RuntimeException ex) {
			return TypeWords.mustBe(place.type());
		}
	}

	/**
	 * Return a mapper that reads every value in the format of the property, or {@code
	 * null} if the property has a deserializer of its own.
	 */
	private static @Nullable JsonMapper formatted(JsonMapper mapper, Place place) {
		DeserializationConfig config = mapper.deserializationConfig();
		AnnotatedMember member = (place.owner() != null)
				? JsonPropertyNames.find(mapper, place.owner(), place.property()) : null;
		if (member == null) {
			return mapper;
		}
		AnnotationIntrospector annotations = config.getAnnotationIntrospector();
		if (annotations.findDeserializer(config, member) != null
				|| annotations.findContentDeserializer(config, member) != null) {
			return null;
		}
		JsonFormat.Value format = annotations.findFormat(config, member);
		return (format == null || format.equals(JsonFormat.Value.empty())) ? mapper
				: mapper.rebuild().withConfigOverride(place.type(), (type) -> type.setFormat(format)).build();
	}

	/**
	 * Where a value stands: the property that holds it, itself or as an element.
	 */
	private record Place(@Nullable Class<?> owner, String property, Class<?> type) {

		static Place of(List<JacksonException.Reference> path, Class<?> type) {
			for (int i = path.size() - 1; i >= 0; i--) {
				JacksonException.Reference reference = path.get(i);
				if (reference.getPropertyName() != null && !JacksonTranslator.isKey(reference)) {
					return new Place(JacksonTranslator.ownerOf(reference), reference.getPropertyName(), type);
				}
			}
			return new Place(null, "", type);
		}

	}

	private static final class Json extends Notation {

		private final JsonMapper mapper;

		private final Class<?> type;

		Json(JsonMapper mapper, Class<?> type) {
			this.mapper = mapper;
			this.type = type;
		}

		@Override
		protected @Nullable String write(Object value) {
			JsonNode written = this.mapper.valueToTree(value);
			return written.isString() ? written.asString() : null;
		}

		@Override
		protected @Nullable Object read(String text) {
			return this.mapper.readValue(this.mapper.writeValueAsString(text), this.type);
		}

	}

}
