package dev.errata.contract;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

import dev.errata.catalog.CatalogEntry;
import dev.errata.catalog.CodeNames;
import dev.errata.catalog.ErrorCatalog;
import dev.errata.error.ErrorComposer;
import dev.errata.properties.FaultReport;
import dev.errata.template.InvalidTemplateException;
import org.jspecify.annotations.Nullable;

import org.springframework.context.MessageSource;
import org.springframework.context.support.AbstractResourceBasedMessageSource;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Checks the texts for codes in the files of the message source.
 */
final class TranslatedTexts {

	private static final String PREFIX = "errata.";

	private static final String MESSAGE = ".message";

	private final @Nullable MessageSource messageSource;

	private final List<MessageBundles.Bundle> bundles;

	TranslatedTexts(@Nullable MessageSource messageSource, Environment environment, @Nullable ClassLoader classLoader) {
		this.messageSource = messageSource;
		this.bundles = MessageBundles.find(basenames(messageSource, environment), PREFIX, classLoader);
	}

	private static Set<String> basenames(@Nullable MessageSource messageSource, Environment environment) {
		if (messageSource == null) {
			return StringUtils.commaDelimitedListToSet(environment.getProperty("spring.messages.basename", "messages"));
		}
		return (messageSource instanceof AbstractResourceBasedMessageSource files) ? files.getBasenameSet() : Set.of();
	}

	/**
	 * Return the languages that there are files for.
	 */
	Set<Locale> languages() {
		return (this.messageSource == null) ? Set.of()
				: this.bundles.stream()
					.filter((bundle) -> !bundle.keys().isEmpty() && !bundle.locale().equals(Locale.ROOT))
					.map(MessageBundles.Bundle::locale)
					.collect(Collectors.toCollection(LinkedHashSet::new));
	}

	void check(Contracts contracts, FaultReport report) {
		if (this.messageSource == null) {
			warnOfSilence(report);
			return;
		}
		Map<String, Consumer<String>> keys = keys(contracts);
		for (MessageBundles.Bundle bundle : this.bundles) {
			List<String> unknown = new ArrayList<>();
			for (String key : bundle.keys()) {
				Consumer<String> check = keys.get(key);
				if (check != null) {
					check(this.messageSource, bundle, key, check, report);
				}
				else {
					unknown.add(describe(key, keys.keySet()));
				}
			}
			if (!unknown.isEmpty()) {
				report.warn(bundle.file() + " has texts for codes that no contract has, or with unknown names: "
						+ StartupLog.some(unknown, ", ") + ".");
			}
		}
	}

	/**
	 * Return the keys that are looked up, and the checks of their texts.
	 */
	private static Map<String, Consumer<String>> keys(Contracts contracts) {
		Map<String, Consumer<String>> keys = new LinkedHashMap<>();
		ErrorCatalog nameable = nameable(contracts);
		for (Contract contract : contracts.all()) {
			keys.putAll(ErrorComposer.ownTexts(contract.name()));
			for (CatalogEntry entry : contract.catalog().listed()) {
				keys.putAll(ErrorComposer.translations(contract.name(), entry.code(), nameable));
			}
		}
		return keys;
	}

	/**
	 * Return the codes and extensions of all contracts, each of which can have a text.
	 */
	private static ErrorCatalog nameable(Contracts contracts) {
		Map<String, CatalogEntry> entries = new LinkedHashMap<>();
		Map<String, @Nullable Object> extensions = new LinkedHashMap<>();
		for (Contract contract : contracts.all()) {
			contract.catalog().entries().forEach((entry) -> entries.putIfAbsent(CodeNames.fold(entry.code()), entry));
			contract.catalog().extensionNames().forEach((name) -> extensions.put(name, null));
		}
		return ErrorCatalog.of(entries.values(), contracts.all().stream().allMatch((it) -> it.catalog().isClosed()),
				extensions);
	}

	private static String describe(String key, Set<String> keys) {
		// the message of a code has the name of the code alone
		String code = key.endsWith(MESSAGE) ? key.substring(0, key.length() - MESSAGE.length()) : key;
		List<String> nearest = keys.contains(code) ? List.of(code) : CodeNames.nearest(key, keys);
		return key + (nearest.isEmpty() ? "" : " (did you mean " + nearest.get(0) + "?)");
	}

	private static void check(MessageSource messageSource, MessageBundles.Bundle bundle, String key,
			Consumer<String> check, FaultReport report) {
		String text = null;
		try {
			text = messageSource.getMessage(key, null, null, bundle.locale());
			if (text != null) {
				check.accept(text);
			}
		}
		catch (InvalidTemplateException ex) {
			for (InvalidTemplateException fault : ex.all()) {
				report.add(key, text, bundle.file(), String.valueOf(fault.getMessage()), fault.action());
			}
		}
		catch (RuntimeException ex) {
			report.add(key, null, bundle.file(),
					"The message source cannot resolve this text: " + ex.getMessage() + ".",
					"Set 'spring.messages.always-use-message-format' to 'false': the braces are placeholders of Errata.");
		}
	}

	/**
	 * Warn of texts that are not read: Spring Boot needs the file without a language.
	 */
	private void warnOfSilence(FaultReport report) {
		MessageBundles.Bundle first = null;
		for (MessageBundles.Bundle bundle : this.bundles) {
			if (bundle.locale().equals(Locale.ROOT)) {
				return;
			}
			if (first == null && !bundle.keys().isEmpty()) {
				first = bundle;
			}
		}
		if (first != null) {
			report.warn(first.file() + " has texts for codes but is not read: Spring Boot reads no messages without "
					+ first.base() + ". Add that file; it may be empty.");
		}
	}

}
