package dev.errata.browser;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.util.StringUtils;

/**
 * A format of the catalog.
 */
enum CatalogFormat {

	/** The page; only for those who name it. */
	HTML(null, "text/html;charset=UTF-8", "text/html", "application/xhtml+xml"),

	/** The data. */
	JSON("json", "application/json", "application/json"),

	/** A table for the pages of a project. */
	MARKDOWN("md", "text/markdown;charset=UTF-8", "text/markdown"),

	/** Types for clients. */
	TYPESCRIPT("ts", "application/typescript;charset=UTF-8", "application/typescript", "text/typescript"),

	/** The shape of an error's document. */
	SCHEMA("schema.json", "application/schema+json", "application/schema+json");

	private final @Nullable String suffix;

	private final String contentType;

	private final List<String> names;

	CatalogFormat(@Nullable String suffix, String contentType, String... names) {
		this.suffix = suffix;
		this.contentType = contentType;
		this.names = List.of(names);
	}

	/**
	 * Return what stands behind the dot of a path that asks for this format.
	 */
	@Nullable String suffix() {
		return this.suffix;
	}

	/**
	 * Return whether the texts of codes are in the language of the reader.
	 */
	boolean isForReaders() {
		return this == HTML || this == JSON || this == MARKDOWN;
	}

	String contentType() {
		return this.contentType;
	}

	static @Nullable CatalogFormat ofSuffix(String suffix) {
		for (CatalogFormat format : values()) {
			if (suffix.equals(format.suffix)) {
				return format;
			}
		}
		return null;
	}

	/**
	 * Return the format that an {@code Accept} header asks for: the one it names first
	 * among those it likes best, and JSON for all who do not care.
	 */
	static CatalogFormat ofAccept(@Nullable String accept) {
		if (!StringUtils.hasText(accept)) {
			return JSON;
		}
		try {
			List<MediaType> ranges = new ArrayList<>(MediaType.parseMediaTypes(accept));
			// stable: among equals the first one counts
			ranges.sort(Comparator.comparingDouble(MediaType::getQualityValue).reversed());
			for (MediaType range : ranges) {
				CatalogFormat format = (range.getQualityValue() > 0) ? ofRange(range) : null;
				if (format != null) {
					return format;
				}
			}
		}
		catch (InvalidMediaTypeException ex) {
			// whoever cannot say what they want gets what everybody gets
		}
		return JSON;
	}

	private static @Nullable CatalogFormat ofRange(MediaType range) {
		if (range.isWildcardType() || range.includes(MediaType.APPLICATION_JSON)) {
			return JSON;
		}
		String name = range.getType() + "/" + range.getSubtype();
		for (CatalogFormat format : values()) {
			if (format.names.contains(name)) {
				return format;
			}
		}
		return null;
	}

}
