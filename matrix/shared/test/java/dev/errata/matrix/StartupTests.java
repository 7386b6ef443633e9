package dev.errata.matrix;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * The platform, and the report of faults, which reads the same on each.
 */
@ExtendWith(OutputCaptureExtension.class)
class StartupTests {

	/** Whatever else is imported may manage another one. */
	@Test
	void versionOfSpringBootIsThatOfThePlatform() {
		assertThat(SpringBootVersion.getVersion()).isEqualTo(System.getProperty("platform"));
	}

	/** Spring Boot 4.0 cannot convert the empty text that it reads there, 4.1 can. */
	@Test
	void emptySectionIsAsGoodAsNone() {
		assertThatNoException().isThrownBy(() -> MatrixApplication.application()
			.run("--server.port=0", "--errata.quota=", "--errata.limits=")
			.close());
	}

	@Test
	void misspelledPropertyIsReported(CapturedOutput output) {
		assertThatException().isThrownBy(
				() -> MatrixApplication.application().run("--errata.codes.order_shipped.messsage=Gone."));
		assertThat(output).contains("""
				***************************
				APPLICATION FAILED TO START
				***************************

				Description:

				The error contract has a fault:

				1. errata.codes.order_shipped.messsage
				     Value:  Gone.
				     Origin: property source 'commandLineArgs'
				     Rule:   There is no such property.
				     Action: Did you mean message?

				Action:

				Fix each of the faults above. The list is complete.
				""");
	}

}
