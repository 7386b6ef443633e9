package dev.errata.contract;

import dev.errata.catalog.ErrorCatalog;
import dev.errata.envelope.JsonEnvelope;
import dev.errata.envelope.LastEvent;
import dev.errata.properties.FaultReport;
import org.jspecify.annotations.Nullable;

/**
 * The properties of the last event of a stream, merged from those of a contract and those
 * that it inherits.
 *
 * @param enabled whether there is one
 * @param event the name of the event, or {@code null} or empty if it has none
 * @param data JSON text of the event, or {@code null} for the document of the envelope
 */
record LastEventDraft(boolean enabled, @Nullable String event, @Nullable String data) {

	static final LastEventDraft DEFAULT = new LastEventDraft(false, null, null);

	LastEventDraft with(@Nullable LastEventProperties properties) {
		if (properties == null) {
			return this;
		}
		boolean described = properties.event() != null || properties.data() != null;
		return new LastEventDraft((properties.enabled() != null) ? properties.enabled() : this.enabled || described,
				(properties.event() != null) ? properties.event() : this.event,
				(properties.data() != null) ? properties.data() : this.data);
	}

	/**
	 * Return what a contract inherits that has an envelope of its own: name and data
	 * belong to the other one.
	 */
	LastEventDraft ofOtherEnvelope() {
		return new LastEventDraft(this.enabled, null, null);
	}

	/**
	 * Build the last event.
	 * @param violation JSON text of one violation in the envelope, or {@code null} for
	 * the default
	 * @return the event, or {@code null} if there is none
	 */
	@Nullable LastEvent build(@Nullable String violation) {
		if (!this.enabled) {
			return null;
		}
		return new LastEvent((this.event != null && !this.event.isEmpty()) ? this.event : null,
				(this.data != null) ? JsonEnvelope.compile(this.data, violation, "application/json") : null);
	}

	/**
	 * Check the properties of a last event.
	 * @param catalog the codes that its conditions can name
	 */
	static void check(String property, @Nullable LastEventProperties properties, ErrorCatalog catalog,
			FaultReport report) {
		if (properties == null) {
			return;
		}
		String event = properties.event();
		if (event != null && (event.chars().anyMatch(Character::isISOControl) || !event.strip().equals(event))) {
			report.add(property + ".event", event,
					"An event name is one line of text, without control characters or surrounding spaces.",
					"Use one such as error.");
		}
		report.checkTemplate(property + ".data", properties.data(), (data) -> JsonEnvelope.checkBody(data, catalog));
	}

}
