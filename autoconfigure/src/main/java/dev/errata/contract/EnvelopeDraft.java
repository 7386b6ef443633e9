package dev.errata.contract;

import java.util.Locale;

import dev.errata.catalog.ErrorCatalog;
import dev.errata.envelope.ErrorEnvelope;
import dev.errata.envelope.JsonEnvelope;
import dev.errata.envelope.LastEvent;
import dev.errata.envelope.Preset;
import dev.errata.properties.FaultReport;
import org.jspecify.annotations.Nullable;

import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

/**
 * The properties of an envelope, merged from those of a contract and those that it
 * inherits.
 *
 * @param body JSON text of the document, or {@code null} if none is set
 * @param violation JSON text of one violation, or {@code null} for the default
 * @param mediaType the content type, or {@code null} for that of the body
 * @param lastEvent the last event of a stream that fails
 */
record EnvelopeDraft(@Nullable String body, @Nullable String violation, @Nullable String mediaType,
		LastEventDraft lastEvent) {

	static final EnvelopeDraft DEFAULT = new EnvelopeDraft(null, null, null, LastEventDraft.DEFAULT);

	EnvelopeDraft with(EnvelopeProperties properties) {
		LastEventDraft own = this.lastEvent.ofOtherEnvelope().with(properties.lastEvent());
		if (properties.body() != null) {
			return new EnvelopeDraft(properties.body(), properties.violation(),
					(properties.mediaType() != null) ? properties.mediaType() : "application/json", own);
		}
		if (properties.preset() != null) {
			return new EnvelopeDraft(properties.preset().body(),
					(properties.violation() != null) ? properties.violation() : properties.preset().violation(),
					(properties.mediaType() != null) ? properties.mediaType() : properties.preset().mediaType(), own);
		}
		return new EnvelopeDraft(this.body, (properties.violation() != null) ? properties.violation() : this.violation,
				(properties.mediaType() != null) ? properties.mediaType() : this.mediaType,
				this.lastEvent.with(properties.lastEvent()));
	}

	ErrorEnvelope build(@Nullable ErrorEnvelope bean) {
		if (this.body == null && bean != null) {
			return bean;
		}
		return JsonEnvelope.compile((this.body != null) ? this.body : Preset.PROBLEM.body(), this.violation,
				(this.mediaType != null) ? this.mediaType : Preset.PROBLEM.mediaType());
	}

	@Nullable LastEvent buildLastEvent() {
		return this.lastEvent.build(this.violation);
	}

	/**
	 * Check the properties of an envelope.
	 * @param catalog the codes that its conditions can name
	 */
	static void check(String property, EnvelopeProperties properties, ErrorCatalog catalog, FaultReport report) {
		if (properties.preset() != null && properties.body() != null) {
			report.add(property + ".preset", properties.preset().name().toLowerCase(Locale.ROOT),
					"An envelope has either a preset or a body.", "Remove one of the two.");
		}
		report.checkTemplate(property + ".body", properties.body(), (body) -> JsonEnvelope.checkBody(body, catalog));
		report.checkTemplate(property + ".violation", properties.violation(),
				(violation) -> JsonEnvelope.checkViolation(violation, catalog));
		LastEventDraft.check(property + ".last-event", properties.lastEvent(), catalog, report);
		if (properties.mediaType() != null) {
			try {
				if (MediaType.parseMediaType(properties.mediaType()).isConcrete()) {
					return;
				}
			}
			catch (InvalidMediaTypeException ex) {
				// reported below
			}
			report.add(property + ".media-type", properties.mediaType(), "Not a media type.",
					"Use one such as application/json.");
		}
	}

}
