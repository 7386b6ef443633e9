package dev.errata.error;

import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports codes that translators name and a contract does not know, each once.
 */
final class UnknownCodes {

	private static final Logger logger = LoggerFactory.getLogger(ErrorTranslation.class);

	private final Reported reported = new Reported();

	void report(String code, ErrorTranslator translator, Throwable exception, ErrorComposer composer) {
		Unknown unknown = new Unknown(Texts.clean(code), translator.getClass(), composer.contract());
		if (!this.reported.isFirst(unknown)) {
			return;
		}
		List<String> nearest = composer.catalog().nearest(unknown.code());
		logger.warn(
				"The contract '{}' does not know the code '{}' that the translator {} names for {}; the translator "
						+ "is passed over{}",
				unknown.contract(), unknown.code(), unknown.translator().getName(), exception.getClass().getName(),
				nearest.isEmpty() ? "" : ". Did you mean '" + String.join("' or '", nearest) + "'?");
	}

	private record Unknown(String code, Class<?> translator, String contract) {
	}

}
