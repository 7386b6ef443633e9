package dev.errata.browser;

import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.server.ResponseStatusException;

/**
 * Serves the catalog as JSON.
 */
@Controller
@RequestMapping("${errata.browser.path:/errors}")
class CatalogController {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private final CatalogView catalog;

	private final SingletonSupplier<byte[]> all;

	CatalogController(CatalogView catalog) {
		this.catalog = catalog;
		// the same for the life of the application
		this.all = SingletonSupplier.of(() -> JSON.writeValueAsBytes(catalog.all()));
	}

	@GetMapping
	ResponseEntity<byte[]> all() {
		return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(this.all.obtain());
	}

	@GetMapping("/{contract}")
	ResponseEntity<byte[]> contract(@PathVariable("contract") String contract) {
		return json(this.catalog.contract(contract));
	}

	@GetMapping("/{contract}/{code}")
	ResponseEntity<byte[]> code(@PathVariable("contract") String contract, @PathVariable("code") String code) {
		return json(this.catalog.code(contract, code));
	}

	private static ResponseEntity<byte[]> json(@Nullable Map<String, Object> view) {
		if (view == null) {
			throw new ResponseStatusException(HttpStatus.NOT_FOUND);
		}
		return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(JSON.writeValueAsBytes(view));
	}

}
