package dev.errata.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.errata.sample.docs.Page;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.OutputType;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Takes the picture of the documentation, and puts it there if {@code errata.picture} is
 * set.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class CatalogPictureTests {

	@LocalServerPort
	private int port;

	@Test
	void pictureIsTaken() throws IOException {
		byte[] picture;
		try (Browser browser = Browser.start()) {
			browser.size(1100, 760);
			browser.open("http://localhost:" + this.port + "/errors/joule#code-service_unavailable");
			picture = browser.driver().getScreenshotAs(OutputType.BYTES);
		}
		assertThat(picture).hasSizeGreaterThan(10_000);
		Path file = Page.PROJECT.resolve((System.getProperty("errata.picture") != null) ? "docs/images/catalog.png"
				: "sample-app/target/catalog.png");
		Files.createDirectories(file.getParent());
		Files.write(file, picture);
	}

}
