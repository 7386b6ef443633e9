package dev.errata.browser;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

import dev.errata.catalog.CatalogEntry;
import dev.errata.contract.Contract;
import dev.errata.contract.Contracts;
import dev.errata.web.MappedHandler;
import dev.errata.web.Mappings;
import dev.errata.web.OperationCodes;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.method.HandlerMethod;

/**
 * The operations that can end with a code. Those of libraries are left out.
 */
final class CodeOperations {

	private static final List<String> LIBRARIES = List.of("dev.errata.web.", "dev.errata.browser.servlet.",
			"dev.errata.browser.reactive.", "org.springframework.", "org.springdoc.");

	/** What OpenAPI does not describe is not shown here either. */
	private static final String HIDDEN = "io.swagger.v3.oas.annotations.Hidden";

	private final Contracts contracts;

	private final Supplier<Map<Contract, Operations>> operations;

	/**
	 * Create an instance.
	 * @param shown whether readers of the catalog may know operations at all
	 */
	CodeOperations(Contracts contracts, boolean shown, ObjectProvider<Mappings> mappings,
			ObjectProvider<OperationCodes> codes) {
		this.contracts = contracts;
		// they are known once the application runs, as pages are only asked for then
		this.operations = SingletonSupplier.of(() -> shown ? find(mappings, codes) : Map.of());
	}

	/**
	 * Return the operations that can end with a code, in the order of their paths.
	 */
	List<PageModel.Operation> of(Contract contract, CatalogEntry entry) {
		Operations operations = this.operations.get().get(contract);
		return (operations != null) ? operations.byCode.getOrDefault(entry.code(), List.of()) : List.of();
	}

	/**
	 * Return how many operations a contract has.
	 */
	int count(Contract contract) {
		Operations operations = this.operations.get().get(contract);
		return (operations != null) ? operations.all.size() : 0;
	}

	private Map<Contract, Operations> find(ObjectProvider<Mappings> mappings, ObjectProvider<OperationCodes> codes) {
		Map<Contract, Operations> found = new HashMap<>();
		Mappings mapped = mappings.getIfAvailable();
		OperationCodes known = codes.getIfAvailable();
		if (mapped != null && known != null) {
			mapped.handlers()
				.stream()
				.filter((mapping) -> isShown(mapping.handler()))
				.forEach((handler) -> add(handler, known, found));
		}
		found.values().forEach((operations) -> operations.byCode.values().forEach((list) -> list.sort(null)));
		return found;
	}

	private static boolean isShown(HandlerMethod handler) {
		String type = handler.getBeanType().getName();
		return LIBRARIES.stream().noneMatch(type::startsWith)
				&& !MergedAnnotations.from(handler.getMethod()).isPresent(HIDDEN)
				&& !MergedAnnotations.from(handler.getBeanType()).isPresent(HIDDEN);
	}

	private void add(MappedHandler mapped, OperationCodes known, Map<Contract, Operations> found) {
		for (String path : mapped.patterns()) {
			Contract contract = this.contracts.find(path);
			if (contract == null) {
				continue;
			}
			Operations operations = found.computeIfAbsent(contract,
					(key) -> new Operations(new TreeSet<>(), new HashMap<>()));
			Set<RequestMethod> methods = mapped.methods().isEmpty() ? Set.of(RequestMethod.GET) : mapped.methods();
			for (RequestMethod method : methods) {
				PageModel.Operation operation = new PageModel.Operation(method.name(), path);
				if (operations.all.add(operation)) {
					known.of(mapped.handler(), path, method.name(), contract)
						.stream()
						.map((answer) -> answer.entry().code())
						.distinct()
						.forEach((code) -> operations.byCode.computeIfAbsent(code, (key) -> new ArrayList<>())
							.add(operation));
				}
			}
		}
	}

	/**
	 * The operations of a contract.
	 */
	private record Operations(Set<PageModel.Operation> all, Map<String, List<PageModel.Operation>> byCode) {
	}

}
