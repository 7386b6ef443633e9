package dev.errata.contract;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.errata.catalog.CatalogEntry;
import dev.errata.catalog.CatalogRules;
import dev.errata.catalog.Fault;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * Turns the codes that users write into entries of a catalog.
 */
final class DeclaredCodes {

	private final DeclaredNames names;

	private final FaultReport report;

	private final @Nullable ClassLoader classLoader;

	DeclaredCodes(DeclaredNames names, FaultReport report, @Nullable ClassLoader classLoader) {
		this.names = names;
		this.report = report;
		this.classLoader = classLoader;
	}

	/**
	 * Return the entries of a contract by the folded form of their codes.
	 * @param prefix the path of the contract, with a dot at its end
	 */
	Map<String, CatalogEntry> entries(String prefix, @Nullable Map<String, CodeProperties> codes) {
		Map<String, CatalogEntry> entries = new LinkedHashMap<>();
		this.names.declared(prefix + "codes", codes)
			.forEach((code, properties) -> entries.put(WrittenProperties.fold(code),
					entry(prefix + "codes." + code, code, properties)));
		return entries;
	}

	private CatalogEntry entry(String property, String code, CodeProperties properties) {
		return CatalogEntry.of(code, (entry) -> {
			if (properties.status() != null) {
				entry.status(properties.status().stream().filter(Objects::nonNull).toArray(Integer[]::new));
			}
			entry.family(properties.family())
				.title(properties.title())
				.message(properties.message())
				.detail(properties.detail())
				.meaning(properties.meaning())
				.fix(properties.fix())
				.docs(properties.docs())
				.retryable(properties.retryable())
				.retryAfter(properties.retryAfter())
				.exitCode(properties.exitCode())
				.exposeMessage(properties.exposeMessage());
			if (properties.at() != null) {
				properties.at().forEach((status, advice) -> entry.at(status, advice.toAdvice()));
			}
			entry.exceptions(exceptions(property + ".exceptions", properties.exceptions()));
			entry.constraints(distinct(properties.constraints()));
			entry.replaces(distinct(properties.replaces()));
			entry.details(this.names.declared(property + ".details", properties.details()));
		});
	}

	static String[] distinct(@Nullable List<String> values) {
		return (values != null) ? values.stream().filter(Objects::nonNull).distinct().toArray(String[]::new)
				: new String[0];
	}

	@SuppressWarnings("unchecked")
	private Class<? extends Throwable>[] exceptions(String property, @Nullable List<String> names) {
		List<Class<?>> exceptions = new ArrayList<>();
		for (String name : distinct(names)) {
			Class<?> type = resolve(name);
			if (type == null) {
				this.report.add(property, name, "There is no class of this name.",
						"Write the full name of the exception, a nested one as Outer$Inner.");
				continue;
			}
			Fault fault = CatalogRules.checkException(property, type);
			if (fault != null) {
				this.report.add("", fault);
			}
			else {
				exceptions.add(type);
			}
		}
		return exceptions.toArray(Class[]::new);
	}

	private @Nullable Class<?> resolve(String name) {
		try {
			return ClassUtils.forName(name.trim(), this.classLoader);
		}
		catch (ClassNotFoundException | LinkageError ex) {
			return null;
		}
	}

}
