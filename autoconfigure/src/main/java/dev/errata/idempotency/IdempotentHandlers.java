package dev.errata.idempotency;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import dev.errata.contract.StartupLog;
import dev.errata.idempotency.IdempotencyProperties.OnUnknownOutcome;
import dev.errata.properties.StartupFaultException;
import dev.errata.web.MappedHandler;
import dev.errata.web.MappedPaths;
import dev.errata.web.Mappings;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ClassUtils;
import org.springframework.web.method.HandlerMethod;

/**
 * The handlers that are {@link Idempotent}, checked at start-up. There must be none if
 * idempotency is disabled, since they would run without the protection they ask for. A
 * rule of the configuration whose paths no handler is mapped to is logged as a warning.
 *
 * @since 0.1.0
 * @hidden
 */
public final class IdempotentHandlers implements SmartInitializingSingleton {

	private static final Logger logger = LoggerFactory.getLogger(StartupLog.NAME);

	private final ObjectProvider<Mappings> mappings;

	private final @Nullable IdempotencyRules rules;

	private final Map<Handler, Policy> policies = new ConcurrentHashMap<>();

	/**
	 * Create an instance.
	 * @param rules makes policies of annotations; {@code null} if idempotency is disabled
	 */
	IdempotentHandlers(ObjectProvider<Mappings> mappings, @Nullable IdempotencyRules rules) {
		this.mappings = mappings;
		this.rules = rules;
	}

	@Override
	public void afterSingletonsInstantiated() {
		List<String> faults = new ArrayList<>();
		Mappings mappings = this.mappings.getIfAvailable();
		if (mappings != null) {
			for (MappedHandler mapped : mappings.handlers()) {
				check(mapped, faults);
			}
			if (this.rules != null) {
				warnOfUnmapped(this.rules, mappings.paths());
			}
		}
		if (!faults.isEmpty()) {
			throw new StartupFaultException("@Idempotent cannot be applied:\n\n  " + String.join("\n  ", faults),
					"Correct the annotations as described.");
		}
	}

	private static void warnOfUnmapped(IdempotencyRules rules, MappedPaths mapped) {
		rules.paths().forEach((rule, paths) -> {
			if (paths.stream().noneMatch(mapped::overlap)) {
				logger.warn(
						"No handler is mapped to the paths of errata.idempotency.rules.{}: {}. Correct them, unless a "
								+ "filter answers there.",
						rule, paths);
			}
		});
	}

	private void check(MappedHandler mapped, List<String> faults) {
		HandlerMethod handler = mapped.handler();
		Idempotent annotation = annotation(handler);
		if (annotation == null) {
			return;
		}
		String name = ClassUtils.getShortName(handler.getBeanType()) + "." + handler.getMethod().getName() + ": ";
		if (this.rules == null) {
			faults.add(name + "idempotency is not enabled. Set errata.idempotency.enabled to true.");
			return;
		}
		boolean onMethod = AnnotatedElementUtils.hasAnnotation(handler.getMethod(), Idempotent.class);
		if (onMethod && !mapped.methods().isEmpty()
				&& mapped.methods().stream().noneMatch((method) -> IdempotencyRules.isCovered(method.name()))) {
			faults.add(name + mapped.methods() + " requests have no key, since they change nothing.");
		}
		for (String path : mapped.patterns()) {
			// some paths of a pattern may have a contract, and some not
			if (path.startsWith("/") && !path.matches(".*[{*?].*") && !this.rules.isRuled(path)) {
				faults.add(name + "no contract rules " + path + ". Add it to errata.paths or to a contract's.");
			}
		}
		policyOf(annotation, this.rules, (fault) -> faults.add(name + fault));
	}

	/**
	 * Return the policy that a handler's annotation asks for.
	 * @param handler the handler
	 * @return the policy, or {@code null} if the handler has no annotation
	 */
	public @Nullable IdempotencyPolicy find(HandlerMethod handler) {
		// bounded by the handlers of the application
		Handler key = new Handler(handler.getBeanType(), handler.getMethod());
		Policy known = this.policies.get(key);
		return ((known != null) ? known : this.policies.computeIfAbsent(key, (method) -> policy(handler))).policy();
	}

	private Policy policy(HandlerMethod handler) {
		Idempotent annotation = annotation(handler);
		return new Policy((annotation != null && this.rules != null) ? policyOf(annotation, this.rules, (fault) -> {
		}) : null);
	}

	/**
	 * Find the annotation of a handler's method, else that of its class.
	 */
	private static @Nullable Idempotent annotation(HandlerMethod handler) {
		Idempotent onMethod = AnnotatedElementUtils.findMergedAnnotation(handler.getMethod(), Idempotent.class);
		return (onMethod != null) ? onMethod
				: AnnotatedElementUtils.findMergedAnnotation(handler.getBeanType(), Idempotent.class);
	}

	/**
	 * Make the policy of an annotation.
	 * @param faults takes a sentence for each fault
	 */
	private static IdempotencyPolicy policyOf(Idempotent annotation, IdempotencyRules rules, Consumer<String> faults) {
		IdempotencyProperties properties = rules.properties();
		OutcomeRules outcomes = OutcomeRules.of(new LinkedHashSet<>(Arrays.asList(annotation.reopen())),
				new LinkedHashSet<>(Arrays.asList(annotation.keep())), rules.contracts(),
				(list, word, rule, action) -> faults.accept(rule));
		return new IdempotencyPolicy(annotation.required(), duration(annotation.ttl(), properties.ttl(), faults),
				duration(annotation.lease(), properties.lease(), faults),
				annotation.onUnknownOutcome() == OnUnknownOutcome.RERUN, outcomes);
	}

	private static Duration duration(String text, Duration fallback, Consumer<String> faults) {
		if (text.isEmpty()) {
			return fallback;
		}
		try {
			Duration duration = DurationStyle.detectAndParse(text);
			if (IdempotencyPolicy.isReckonable(duration)) {
				return duration;
			}
		}
		catch (IllegalArgumentException | ArithmeticException ex) {
			// reported below
		}
		faults.accept("'" + text + "' is not a duration above zero and of 36500 days at most, such as 30s or 24h.");
		return fallback;
	}

	/**
	 * A method of a controller, which other controllers may inherit as well.
	 */
	private record Handler(Class<?> type, Method method) {
	}

	private record Policy(@Nullable IdempotencyPolicy policy) {
	}

}
