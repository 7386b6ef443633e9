package dev.errata.web;

import java.lang.reflect.Method;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

import dev.errata.catalog.CatalogEntry;
import dev.errata.contract.Contract;
import dev.errata.contract.Contracts;
import dev.errata.contract.StartupLog;
import dev.errata.error.ErrorCodeException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.ApplicationContext;
import org.springframework.util.ClassUtils;
import org.springframework.web.method.ControllerAdviceBean;
import org.springframework.web.method.annotation.ExceptionHandlerMethodResolver;

/**
 * Warns at start-up of codes that are never sent, because an exception handler of the
 * application answers their exceptions.
 */
final class ShadowedCodes implements SmartInitializingSingleton {

	private static final Logger logger = LoggerFactory.getLogger(StartupLog.NAME);

	private final Contracts contracts;

	private final ApplicationContext context;

	private final ObjectProvider<Mappings> mappings;

	ShadowedCodes(Contracts contracts, ApplicationContext context, ObjectProvider<Mappings> mappings) {
		this.contracts = contracts;
		this.context = context;
		this.mappings = mappings;
	}

	@Override
	public void afterSingletonsInstantiated() {
		Map<Class<? extends Throwable>, Set<String>> codes = codesByException();
		boolean anyCode = hasDeclaredCodes();
		Set<Class<?>> handlers = new LinkedHashSet<>();
		for (ControllerAdviceBean advice : ControllerAdviceBean.findAnnotatedBeans(this.context)) {
			handlers.add(advice.getBeanType());
		}
		Mappings mappings = this.mappings.getIfAvailable();
		if (mappings != null) {
			for (MappedHandler mapped : mappings.handlers()) {
				handlers.add(mapped.handler().getBeanType());
			}
		}
		handlers.remove(null);
		for (Class<?> handler : handlers) {
			warn(handler, codes, anyCode);
		}
	}

	private Map<Class<? extends Throwable>, Set<String>> codesByException() {
		Map<Class<? extends Throwable>, Set<String>> codes = new LinkedHashMap<>();
		for (Contract contract : this.contracts.all()) {
			for (CatalogEntry entry : contract.catalog().entries()) {
				for (Class<? extends Throwable> type : entry.exceptions()) {
					codes.computeIfAbsent(type, (key) -> new LinkedHashSet<>()).add(entry.code());
				}
			}
		}
		return codes;
	}

	private boolean hasDeclaredCodes() {
		return this.contracts.all()
			.stream()
			.map(Contract::catalog)
			.anyMatch((catalog) -> !catalog.entries().stream().allMatch(catalog::isBuiltIn));
	}

	private static void warn(Class<?> type, Map<Class<? extends Throwable>, Set<String>> codes, boolean anyCode) {
		Map<Method, Set<String>> shadowed = new LinkedHashMap<>();
		ExceptionHandlerMethodResolver resolver = resolver(type);
		if (resolver == null || !resolver.hasExceptionMappings()) {
			return;
		}
		codes.forEach((exception, names) -> {
			Method method = resolver.resolveMethodByExceptionType(exception);
			if (method != null) {
				shadowed.computeIfAbsent(method, (key) -> new LinkedHashSet<>())
					.add(exception.getSimpleName() + " (" + String.join(", ", names) + ")");
			}
		});
		Method anyHandler = resolver.resolveMethodByExceptionType(RuntimeException.class);
		// one for this exception alone is there on purpose, to throw it again, say
		if (anyCode && anyHandler != null
				&& anyHandler.equals(resolver.resolveMethodByExceptionType(ErrorCodeException.class))) {
			shadowed.computeIfAbsent(anyHandler, (key) -> new LinkedHashSet<>())
				.add(ErrorCodeException.class.getSimpleName() + " (any code)");
		}
		shadowed.forEach((method, names) -> logger.warn(
				"The @ExceptionHandler {}.{} answers exceptions in place of their codes: {}. Remove it, or restrict it "
						+ "to exceptions without a code.",
				ClassUtils.getShortName(type), method.getName(), StartupLog.some(names, ", ")));
	}

	/**
	 * Return the resolver for the exception handlers of a class, or {@code null} if these
	 * are ambiguous, which Spring reports when an exception is thrown.
	 */
	private static @Nullable ExceptionHandlerMethodResolver resolver(Class<?> type) {
		try {
			return new ExceptionHandlerMethodResolver(type);
		}
		catch (IllegalStateException ex) {
			logger.debug("The exception handlers of {} cannot be told apart", type.getName(), ex);
			return null;
		}
	}

}
