package dev.errata.matrix;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * A service that fails in all the ways that are looked at on each platform.
 */
@SpringBootApplication
public class MatrixApplication {

	public static void main(String[] args) {
		application().run(args);
	}

	/**
	 * Return the application, which knows its main class even if a test starts it.
	 */
	static SpringApplication application() {
		SpringApplication application = new SpringApplication(MatrixApplication.class);
		application.setMainApplicationClass(MatrixApplication.class);
		return application;
	}

}
