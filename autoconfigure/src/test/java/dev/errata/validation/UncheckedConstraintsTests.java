package dev.errata.validation;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

import dev.errata.catalog.CatalogEntry;
import dev.errata.contract.ContractAutoConfiguration;
import jakarta.validation.ValidatorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.AbstractApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.io.ClassPathResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link UncheckedConstraints} on both stacks.
 */
@ParameterizedClass
@MethodSource("stacks")
@ExtendWith(OutputCaptureExtension.class)
class UncheckedConstraintsTests {

	private static final String PROVIDER = "META-INF/services/jakarta.validation.spi.ValidationProvider";

	private static final String WARNING = "Constraints of codes are not checked";

	private final AbstractApplicationContextRunner<?, ?, ?> runner;

	UncheckedConstraintsTests(Supplier<AbstractApplicationContextRunner<?, ?, ?>> runner) {
		this.runner = runner.get()
			.withConfiguration(
					AutoConfigurations.of(ContractAutoConfiguration.class, ValidationAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader(new ClassPathResource(PROVIDER)));
	}

	static Stream<Supplier<AbstractApplicationContextRunner<?, ?, ?>>> stacks() {
		return Stream.of(WebApplicationContextRunner::new, ReactiveWebApplicationContextRunner::new);
	}

	@Test
	void constraintsThatNothingChecks(CapturedOutput output) {
		start(this.runner.withPropertyValues("errata.codes.no_customer.status=400",
				"errata.codes.no_customer.constraints=NotBlank.customer,uk_customer",
				"errata.contracts.partner.paths=/partner/**", "errata.contracts.partner.codes.too_few.status=400",
				"errata.contracts.partner.codes.too_few.constraints=Min"));
		assertThat(warnings(output)).singleElement()
			.asString()
			.contains(" WARN ")
			.endsWith("Constraints of codes are not checked, because there is no provider of Jakarta Validation: "
					+ "NotBlank.customer (no_customer), Min (too_few). Add spring-boot-starter-validation.");
	}

	@Test
	void warnsWithLazyInitializationToo(CapturedOutput output) {
		start(this.runner
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.withBean(CatalogEntry.class,
					() -> CatalogEntry.of("too_few", (entry) -> entry.status(400).constraints("Min"))));
		assertThat(warnings(output)).hasSize(1);
	}

	@Test
	void nothingIsSaidIfThereAreNoConstraintsOfJakartaValidation(CapturedOutput output) {
		start(this.runner.withPropertyValues("errata.codes.taken.status=409",
				"errata.codes.taken.constraints=uk_customer,typeMismatch"));
		assertThat(warnings(output)).isEmpty();
	}

	@Test
	void nothingIsSaidIfThereIsProvider(CapturedOutput output) {
		start(this.runner.withClassLoader(getClass().getClassLoader())
			.withPropertyValues("errata.codes.too_few.status=400", "errata.codes.too_few.constraints=Min"));
		assertThat(warnings(output)).isEmpty();
	}

	@Test
	void nothingIsSaidIfTheApplicationHasFactoryOfItsOwn(CapturedOutput output) {
		start(this.runner.withBean(ValidatorFactory.class, () -> mock(ValidatorFactory.class))
			.withPropertyValues("errata.codes.too_few.status=400", "errata.codes.too_few.constraints=Min"));
		assertThat(warnings(output)).isEmpty();
	}

	private static void start(AbstractApplicationContextRunner<?, ?, ?> runner) {
		runner.run((context) -> assertThat(context.getStartupFailure()).isNull());
	}

	private static List<String> warnings(CapturedOutput output) {
		return output.getAll().lines().filter((line) -> line.contains(WARNING)).toList();
	}

}
