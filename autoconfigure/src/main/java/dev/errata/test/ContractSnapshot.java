package dev.errata.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import dev.errata.catalog.CatalogEntry;
import dev.errata.catalog.StandardCode;
import dev.errata.contract.Contract;
import dev.errata.contract.Contracts;
import dev.errata.envelope.HeaderTemplate;
import dev.errata.error.ErrorRequest;
import dev.errata.error.Failure;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.util.Assert;

/**
 * Compares the contracts of an application with a file that is committed beside its
 * tests, so that no change breaks clients: <pre class="code">
 * &#64;Test
 * void clientsCanRelyOnTheErrors(@Autowired Contracts contracts) {
 *     ContractSnapshot.of(contracts).isCompatibleWith(Path.of("src/test/resources/errors.json"));
 * }</pre> The test fails on codes that are missing, on codes with another status or
 * family, on extensions that have changed, and on envelopes, media types and headers that
 * have changed. New codes are fine. Run it with the system property {@value #UPDATE} to
 * write the file.
 *
 * @since 0.1.0
 */
public final class ContractSnapshot {

	/**
	 * System property to write the file instead of comparing it.
	 */
	public static final String UPDATE = "errata.snapshot.update";

	private static final JsonMapper JSON = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

	private final Map<String, Object> snapshot;

	private ContractSnapshot(Map<String, Object> snapshot) {
		this.snapshot = snapshot;
	}

	/**
	 * Take a snapshot.
	 * @param contracts the contracts of the application
	 * @return the snapshot
	 */
	public static ContractSnapshot of(Contracts contracts) {
		Assert.notNull(contracts, "'contracts' must not be null");
		Map<String, Object> views = new LinkedHashMap<>();
		contracts.all().forEach((contract) -> views.put(contract.name(), view(contract)));
		// numbers and lists as they come out of a file
		return new ContractSnapshot(parse(JSON.writeValueAsString(Map.of("contracts", views))));
	}

	private static Map<String, Object> view(Contract contract) {
		Map<String, Object> view = new LinkedHashMap<>();
		view.put("mediaType", contract.envelope().mediaType());
		view.put("requestIdHeader", contract.requestId().header());
		view.put("headers", contract.headers().stream().map(HeaderTemplate::name).sorted().toList());
		view.put("quotaHeaders", contract.quota().names().stream().sorted().toList());
		view.put("envelope", envelope(contract));
		Map<String, Object> codes = new TreeMap<>();
		contract.catalog().listed().forEach((entry) -> codes.put(entry.code(), code(entry)));
		view.put("codes", codes);
		return view;
	}

	private static Map<String, Object> code(CatalogEntry entry) {
		Map<String, Object> code = new LinkedHashMap<>();
		code.put("family", entry.family());
		code.put("statuses", entry.statuses());
		if (entry.since() != null) {
			code.put("since", entry.since());
		}
		if (entry.deprecation() != null) {
			Map<String, Object> deprecation = new LinkedHashMap<>();
			deprecation.put("since", entry.deprecation().since());
			deprecation.put("use", entry.deprecation().use());
			deprecation.values().removeIf(Objects::isNull);
			code.put("deprecated", deprecation);
		}
		Map<String, Object> extensions = new LinkedHashMap<>();
		entry.statuses().forEach((status) -> {
			if (!entry.description(status).extensions().isEmpty()) {
				extensions.put(status.toString(), entry.description(status).extensions());
			}
		});
		if (!extensions.isEmpty()) {
			code.put("extensions", extensions);
		}
		return code;
	}

	/**
	 * Return the schema of the envelope without the codes that it may hold, and an
	 * example where an application's own envelope has none.
	 */
	private static Map<String, Object> envelope(Contract contract) {
		Map<String, Object> schema = contract.envelope().schema(contract.catalog());
		if (schema == null) {
			byte[] example = contract.envelope()
				.render(contract.composer().compose(Failure.of(StandardCode.SERVER_ERROR), ErrorRequest.EXAMPLE, null));
			return Map.of("example", new String(example, StandardCharsets.UTF_8));
		}
		Map<String, Object> shape = new LinkedHashMap<>(schema);
		shape.remove("$schema");
		shape.remove("$defs");
		return shape;
	}

	/**
	 * Assert that clients which know the errors of a file can go on with those of this
	 * snapshot.
	 * @param file the file, relative to the directory in which the tests run
	 * @throws AssertionError if they cannot, with everything that is not as it was, or if
	 * there is no such file
	 */
	public void isCompatibleWith(Path file) {
		Assert.notNull(file, "'file' must not be null");
		String update = System.getProperty(UPDATE);
		if (update != null && !update.equalsIgnoreCase("false")) {
			writeTo(file);
			return;
		}
		List<String> faults = new SnapshotComparison().compare(read(file), this.snapshot);
		if (!faults.isEmpty()) {
			throw new AssertionError(
					"Clients that rely on the errors of " + file + " will fail:\n\n  - " + String.join("\n  - ", faults)
							+ "\n\nIf this is meant to be, run the test with -D" + UPDATE + " and commit the file.\n");
		}
	}

	/**
	 * Write the snapshot to a file. Directories on its way are created.
	 */
	void writeTo(Path file) {
		try {
			Path directory = file.toAbsolutePath().getParent();
			if (directory != null) {
				Files.createDirectories(directory);
			}
			Files.writeString(file, this + "\n");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Map<String, Object> read(Path file) {
		if (!Files.exists(file)) {
			throw new AssertionError("There is no snapshot " + file.toAbsolutePath() + ". Run the test with -D" + UPDATE
					+ " once and commit the file.");
		}
		try {
			return parse(Files.readString(file));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (JacksonException | ClassCastException ex) {
			throw new AssertionError("The file " + file.toAbsolutePath() + " holds no snapshot. Run the test with -D"
					+ UPDATE + " to write it anew.", ex);
		}
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> parse(String json) {
		@Nullable Object parsed = JSON.readValue(json, Object.class);
		if (!(parsed instanceof Map<?, ?> map)) {
			throw new ClassCastException("Not an object");
		}
		return (Map<String, Object>) map;
	}

	/**
	 * Return the snapshot as it stands in a file.
	 */
	@Override
	public String toString() {
		return JSON.writeValueAsString(this.snapshot).replace("\r\n", "\n");
	}

}
