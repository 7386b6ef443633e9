package dev.errata.benchmarks;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The smallest service. It ends when it has started, and prints the CPU time of the
 * process in milliseconds.
 */
@SpringBootApplication
@RestController
public class StartupApplication {

	public static void main(String[] args) {
		SpringApplication.run(StartupApplication.class, args);
		System.out.println("cpu " + ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis());
		Runtime.getRuntime().halt(0);
	}

	@GetMapping("/ok")
	String ok() {
		return "ok";
	}

}
