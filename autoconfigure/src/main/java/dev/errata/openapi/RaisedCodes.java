package dev.errata.openapi;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import dev.errata.catalog.CatalogEntry;
import dev.errata.catalog.ErrorCatalog;
import dev.errata.catalog.ResolvedCode;
import dev.errata.catalog.StandardCode;
import dev.errata.contract.Contract;
import dev.errata.contract.Contracts;
import dev.errata.error.Failure;
import dev.errata.properties.StartupFaultException;
import dev.errata.web.MappedHandler;
import dev.errata.web.Mappings;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ClassUtils;
import org.springframework.web.method.HandlerMethod;

/**
 * The codes that handlers name with {@link Raises}, checked at start-up.
 */
final class RaisedCodes implements SmartInitializingSingleton {

	private final ObjectProvider<Mappings> mappings;

	private final Contracts contracts;

	RaisedCodes(ObjectProvider<Mappings> mappings, Contracts contracts) {
		this.mappings = mappings;
		this.contracts = contracts;
	}

	@Override
	public void afterSingletonsInstantiated() {
		Set<String> faults = new LinkedHashSet<>();
		Mappings mappings = this.mappings.getIfAvailable();
		if (mappings != null) {
			for (MappedHandler mapped : mappings.handlers()) {
				check(mapped, faults);
			}
		}
		if (!faults.isEmpty()) {
			throw new StartupFaultException("@Raises has invalid values:\n\n  " + String.join("\n  ", faults),
					"Correct the annotations as described, or declare the codes.");
		}
	}

	private void check(MappedHandler mapped, Set<String> faults) {
		HandlerMethod handler = mapped.handler();
		List<String> names = names(handler);
		if (names.isEmpty()) {
			return;
		}
		String place = ClassUtils.getShortName(handler.getBeanType()) + "." + handler.getMethod().getName() + ": ";
		Set<Contract> ruling = new LinkedHashSet<>();
		for (String path : mapped.patterns()) {
			Contract contract = this.contracts.find(path);
			if (contract != null) {
				ruling.add(contract);
			}
		}
		for (Contract contract : ruling) {
			for (String name : names) {
				String fault = fault(Raised.of(name), contract);
				if (fault != null) {
					faults.add(place + fault);
				}
			}
		}
	}

	private static @Nullable String fault(@Nullable Raised raised, Contract contract) {
		if (raised == null) {
			return "write a code, optionally followed by a status from 400 to 599.";
		}
		ErrorCatalog catalog = contract.catalog();
		CatalogEntry entry = catalog.find(raised.code());
		Integer status = raised.status();
		if (entry == null && StandardCode.find(raised.code()) == null) {
			List<String> nearest = catalog.nearest(raised.code());
			return "the contract '" + contract.name() + "' does not know the code '" + raised.code() + "'"
					+ (nearest.isEmpty() ? "." : "; did you mean '" + String.join("' or '", nearest) + "'?");
		}
		ResolvedCode answer = contract.composer().resolve(raised.failure());
		if (status != null && (answer == null || answer.status() != status)) {
			return "the code '" + raised.code() + "' has no status " + status + " in the contract '" + contract.name()
					+ "'" + ((entry != null) ? "; it has " + entry.statuses() + "." : ".");
		}
		return null;
	}

	/**
	 * Return what a contract answers the codes with that a handler names.
	 */
	List<ResolvedCode> of(HandlerMethod handler, Contract contract) {
		List<ResolvedCode> answers = new ArrayList<>();
		for (String name : names(handler)) {
			Raised raised = Raised.of(name);
			ResolvedCode answer = (raised != null) ? contract.composer().resolve(raised.failure()) : null;
			if (answer != null) {
				answers.add(answer);
			}
		}
		return answers;
	}

	private static List<String> names(HandlerMethod handler) {
		Raises onType = AnnotatedElementUtils.findMergedAnnotation(handler.getBeanType(), Raises.class);
		Raises onMethod = AnnotatedElementUtils.findMergedAnnotation(handler.getMethod(), Raises.class);
		List<String> names = new ArrayList<>();
		if (onMethod != null) {
			names.addAll(Arrays.asList(onMethod.value()));
		}
		if (onType != null) {
			names.addAll(Arrays.asList(onType.value()));
		}
		return names;
	}

	private record Raised(String code, @Nullable Integer status) {

		static @Nullable Raised of(String text) {
			String[] words = text.strip().split("\\s+");
			if (words[0].isEmpty() || words.length > 2 || (words.length == 2 && !words[1].matches("[45]\\d\\d"))) {
				return null;
			}
			return new Raised(words[0], (words.length == 2) ? Integer.valueOf(words[1]) : null);
		}

		Failure failure() {
			Failure failure = Failure.of(this.code);
			return (this.status != null) ? failure.status(this.status) : failure;
		}

	}

}
