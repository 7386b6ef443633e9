package dev.errata.web;

import dev.errata.catalog.Code;
import dev.errata.error.ErrorCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;

import dev.errata.contract.ContractAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link UndeclaredCodes}.
 */
@ExtendWith(OutputCaptureExtension.class)
class UndeclaredCodesTests {

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ContractAutoConfiguration.class, WebAutoConfiguration.class))
		.withPropertyValues("errata.codes.parcel_shipped=409", "errata.contracts.v1.paths=/v1/**",
				"errata.contracts.v1.codes.parcel_lost=410");

	@Test
	void codesThatNoContractDeclares(CapturedOutput output) {
		this.runner.withUserConfiguration(Scanned.class).run((context) -> assertThat(context).hasNotFailed());
		assertThat(output)
			.contains("No contract declares the code 'parcel_shiped' of @ErrorCode of " + Misspelt.class.getName()
					+ ", so it is answered as an internal error. Did you mean 'parcel_shipped'?")
			.contains("No contract declares the code 'PARCEL_BURNT' of " + Parcels.class.getName() + ".PARCEL_BURNT, "
					+ "so it is answered as an internal error.")
			.contains("No contract declares the code '' of @ErrorCode of " + Empty.class.getName())
			.doesNotContain("PARCEL_LOST' of")
			.doesNotContain("NOT_FOUND' of")
			.doesNotContain(Declared.class.getName());
	}

	@Test
	void nothingIsReadWithoutPackagesOfTheApplication(CapturedOutput output) {
		this.runner.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).doesNotContain("No contract declares");
	}

	@Configuration(proxyBeanMethods = false)
	@AutoConfigurationPackage(basePackageClasses = UndeclaredCodesTests.class)
	static class Scanned {

	}

	@ErrorCode("parcel_shiped")
	@SuppressWarnings("serial")
	static class Misspelt extends RuntimeException {

	}

	@ErrorCode("parcel-shipped")
	@SuppressWarnings("serial")
	static class Declared extends RuntimeException {

	}

	@ErrorCode("")
	@SuppressWarnings("serial")
	static class Empty extends RuntimeException {

	}

	enum Parcels implements Code {

		PARCEL_LOST, PARCEL_BURNT, NOT_FOUND

	}

}
