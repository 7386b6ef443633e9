package dev.errata.benchmarks;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Map;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpStatus;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.context.NoOpServerSecurityContextRepository;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import static org.springframework.security.config.Customizer.withDefaults;

/**
 * A reactive service that fails in several ways. It is the same for all contenders, which
 * differ by their class path and properties alone.
 */
@SpringBootApplication
@RestController
public class BenchmarkApplication {

	public static void main(String[] args) {
		SpringApplication.run(BenchmarkApplication.class, args);
	}

	@Bean
	SecurityWebFilterChain chain(ServerHttpSecurity http) {
		return http
			.authorizeExchange(
					(exchanges) -> exchanges.pathMatchers("/secure").authenticated().anyExchange().permitAll())
			.httpBasic(withDefaults())
			.csrf(ServerHttpSecurity.CsrfSpec::disable)
			.securityContextRepository(NoOpServerSecurityContextRepository.getInstance())
			.build();
	}

	@GetMapping({ "/ok", "/secure" })
	Map<String, String> ok() {
		return Map.of("status", "ok");
	}

	@GetMapping("/domain")
	void domain() {
		throw new OrderShippedException();
	}

	@GetMapping("/broken")
	void broken() {
		throw new IllegalStateException("Nobody expected this");
	}

	@PostMapping("/orders")
	void order(@RequestBody @Valid Order order) {
	}

	/**
	 * Return what the process has spent so far: nanoseconds of CPU and bytes allocated.
	 * The process itself knows both exactly.
	 */
	@GetMapping("/spent")
	String spent() {
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		long bytes = Arrays.stream(threads.getThreadAllocatedBytes(threads.getAllThreadIds())).sum();
		long nanos = ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
		return nanos + " " + bytes;
	}

	record Order(@NotBlank String name, @Min(1) int quantity) {
	}

	@ResponseStatus(HttpStatus.CONFLICT)
	static class OrderShippedException extends RuntimeException {

	}

}
