package dev.errata.fuzz;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import dev.errata.error.ErrorCodeException;
import dev.errata.idempotency.Idempotent;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.CookieValue;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.MatrixVariable;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * A service with one of everything that a request can come across, in each of its three
 * contracts. Every answer of a handler tells which pattern has led there.
 *
 * @see FuzzedServlets
 * @see FuzzedStreams
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
class FuzzedService {

	/** The header that tells the pattern of the handler. */
	static final String HANDLER = "X-Handler";

	/** Planted in exceptions; it must never leave the service. */
	static final String SECRET = "geheim";

	/** The pattern of the only handler that fails on purpose. */
	static final String BROKEN = "/broken";

	@RestController
	@RequestMapping({ "", "/v1", "/strict" })
	static class Everything {

		@GetMapping("/fine")
		String fine() {
			return "fine";
		}

		@GetMapping(BROKEN)
		void broken() {
			throw new ZebraException(SECRET);
		}

		@PostMapping("/orders")
		ZebraOrder order(@Valid @RequestBody ZebraOrder order) {
			if (order.lines().get(0).quantity() == 13) {
				throw new ErrorCodeException("sold_out").with("until", order.due());
			}
			return order;
		}

		@PostMapping("/list")
		List<ZebraLine> list(@RequestBody List<@Valid ZebraLine> lines) {
			return lines;
		}

		@PostMapping("/map")
		Map<String, Object> map(@RequestBody Map<String, Object> any) {
			return any;
		}

		@GetMapping("/orders/{id}")
		String find(@PathVariable @Positive long id, @RequestParam(defaultValue = "10") @Max(100) int size,
				@RequestParam(required = false) @Nullable LocalDate since,
				@RequestParam(required = false) @Nullable ZebraState state,
				@RequestParam(required = false) @Nullable List<Integer> only,
				@RequestParam(required = false) @Nullable UUID ref) {
			return "order " + id + " of " + size;
		}

		@GetMapping("/search")
		String search(@Valid @ModelAttribute ZebraSearch search) {
			return "found";
		}

		@GetMapping("/bean")
		String bean(@Valid @ModelAttribute ZebraBean bean) {
			return "bean";
		}

		@GetMapping("/head")
		String head(@RequestHeader("X-Count") int count, @CookieValue(required = false) @Nullable UUID session) {
			return "count " + count;
		}

		@GetMapping("/cars/{id}")
		String car(@PathVariable String id, @MatrixVariable(required = false) @Nullable Integer year,
				@MatrixVariable(required = false) @Nullable List<String> color) {
			return "car";
		}

		@PostMapping("/form")
		String form(@RequestParam @NotEmpty String name, @Valid @ModelAttribute ZebraSearch search) {
			return "form";
		}

		@PostMapping(path = "/form/map", consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE)
		String form(@RequestBody MultiValueMap<String, String> form) {
			return "form of " + form.size();
		}

		@PostMapping("/string")
		String string(@RequestBody String text) {
			return "length " + text.length();
		}

		@PutMapping("/bytes/{name}")
		ResponseEntity<Void> bytes(@PathVariable String name, @RequestBody byte[] bytes) {
			return ResponseEntity.noContent().build();
		}

		@RequestMapping("/tagged")
		ResponseEntity<String> tagged() {
			return ResponseEntity.ok().eTag("v1").lastModified(1_700_000_000_000L).body("tagged");
		}

		@GetMapping(path = "/picky", produces = { MediaType.APPLICATION_JSON_VALUE, "application/vnd.shop+json" },
				params = "!no")
		@ResponseBody
		Map<String, String> picky() {
			return Map.of("a", "b");
		}

		@PostMapping("/pay")
		@Idempotent(required = true)
		ZebraLine pay(@Valid @RequestBody ZebraLine line) {
			if (line.quantity() == 13) {
				throw new ErrorCodeException("sold_out");
			}
			return line;
		}

		@PostMapping("/small")
		String small(@RequestBody byte[] bytes) {
			return "small";
		}

	}

	record ZebraOrder(@NotNull @Size(min = 2, max = 20) String customer, @Email @Nullable String mail,
			@Nullable LocalDate due, @Nullable ZebraState state, @NotEmpty List<@NotNull @Valid ZebraLine> lines,
			@Nullable Map<@Size(max = 8) String, @Positive Integer> labels,
			@Nullable List<@Pattern(regexp = "[a-z]*") String> tags) {

	}

	record ZebraLine(@NotNull @Pattern(regexp = "[A-Z]{2}-\\d+") String article, @Min(1) @Max(99) int quantity,
			@Nullable Double price, @Nullable UUID ref) {

	}

	record ZebraSearch(@Size(max = 10) @Nullable String q, @Min(0) @Nullable Integer page, @Nullable ZebraState state,
			@Nullable LocalDate since, @Nullable List<@Positive Integer> only) {

	}

	static class ZebraBean {

		private @Max(10) int size;

		private @Nullable Number number;

		private @Nullable ZebraBean child;

		private List<ZebraBean> only = new ArrayList<>();

		private Map<ZebraState, Integer> counts = new HashMap<>();

		public int getSize() {
			return this.size;
		}

		public void setSize(int size) {
			this.size = size;
		}

		public @Nullable Number getNumber() {
			return this.number;
		}

		public void setNumber(@Nullable Number number) {
			this.number = number;
		}

		public @Nullable ZebraBean getChild() {
			return this.child;
		}

		public void setChild(@Nullable ZebraBean child) {
			this.child = child;
		}

		public List<ZebraBean> getOnly() {
			return this.only;
		}

		public void setOnly(List<ZebraBean> only) {
			this.only = only;
		}

		public Map<ZebraState, Integer> getCounts() {
			return this.counts;
		}

		public void setCounts(Map<ZebraState, Integer> counts) {
			this.counts = counts;
		}

	}

	enum ZebraState {

		OPEN, PAID, LOST

	}

	static class ZebraException extends RuntimeException {

		ZebraException(String message) {
			super(message);
		}

	}

}
