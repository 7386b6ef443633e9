package dev.errata.integration;

import java.util.List;
import java.util.stream.Stream;

import dev.errata.wire.Exchange;
import dev.errata.wire.Service;
import dev.errata.wire.Service.Container;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.UniqueConstraint;
import jakarta.persistence.Version;
import jakarta.validation.constraints.NotBlank;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;
import org.springframework.data.rest.core.annotation.RepositoryRestResource;
import org.springframework.data.rest.core.config.RepositoryRestConfiguration;
import org.springframework.data.rest.core.event.ValidatingRepositoryEventListener;
import org.springframework.data.rest.webmvc.config.RepositoryRestConfigurer;
import org.springframework.hateoas.EntityModel;
import org.springframework.hateoas.Link;
import org.springframework.validation.beanvalidation.SpringValidatorAdapter;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.config.annotation.CorsRegistry;

import static dev.errata.wire.Exchange.get;
import static dev.errata.wire.Exchange.json;
import static dev.errata.wire.Exchange.of;
import static dev.errata.wire.Row.row;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Spring Data REST and Spring HATEOAS, without the advice of Spring Data REST.
 */
class DataRestTests extends NeighbourTests {

	@Override
	Service start() {
		return Neighbour.DATA_REST.start(Container.TOMCAT, false, Application.class, SHORT_ENVELOPE,
				"spring.datasource.generate-unique-name=true", "spring.jpa.open-in-view=false",
				"spring.jpa.hibernate.ddl-auto=create-drop", "spring.data.rest.return-body-on-create=true",
				"errata.codes.name_taken.status=409", "errata.codes.name_taken.constraints=uk_people_name",
				"errata.codes.changed_meanwhile.status=412",
				"errata.codes.changed_meanwhile.exceptions=org.springframework.data.rest.webmvc.support.ETagDoesntMatchException",
				"errata.codes.invalid_person.status=400",
				"errata.codes.invalid_person.exceptions=org.springframework.data.rest.core.RepositoryConstraintViolationException");
	}

	@TestFactory
	Stream<DynamicTest> errors() {
		answer(json("/people", "{\"name\":\"Ada\"}"));
		return table(row(get("/people/77")).is(404, "not_found"), row(get("/people/x")).is(400, "parameter_type"),
				row(of("DELETE", "/people/x")).is(400, "parameter_type"),
				row(get("/people/search/findByVersion?version=x")).is(400, "parameter_type"),
				row(get("/nowhere")).is(404, "not_found"), row(json("/people", "{")).is(400, "malformed_body"),
				row(json("/people", "{\"name\":\"Ada\"}")).is(409, "name_taken"),
				row(json("/people", "{\"name\":\"\"}")).is(400, "invalid_person"),
				row(of("PUT", "/people/1").header("Content-Type: application/json")
					.header("If-Match: \"77\"")
					.body("{\"name\":\"Eve\"}")).is(412, "changed_meanwhile"),
				row(of("DELETE", "/greeting")).is(405, "method_not_allowed").with("Allow", "GET"),
				row(of("POST", "/people").header("Content-Type: text/csv").body("Ada")).is(400, "malformed_body"));
	}

	@Test
	void successesAreNotChanged() {
		assertThat(answer(get("/people?size=1").header("Accept: application/hal+json")).header("Content-Type"))
			.isEqualTo("application/hal+json");
		assertThat(answer(get("/greeting")).body()).contains("\"text\" : \"hello\"", "\"href\" : \"/greeting\"");
	}

	@Test
	void errorOfAResourceIsInTheContract() {
		Exchange exchange = get("/failing").header("Accept: application/hal+json");
		assertThat(answer(exchange).body()).isEqualTo("{\"code\":\"internal_error\",\"request_id\":\"r-1\"}");
	}

	@Entity
	@Table(name = "people", uniqueConstraints = @UniqueConstraint(name = "uk_people_name", columnNames = "name"))
	static class Person {

		@Id
		@GeneratedValue
		Long id;

		@Version
		Long version;

		@NotBlank
		String name;

		public String getName() {
			return this.name;
		}

		public void setName(String name) {
			this.name = name;
		}

	}

	@RepositoryRestResource(path = "people")
	public interface People extends JpaRepository<Person, Long> {

		List<Person> findByVersion(Long version);

	}

	record Greeting(String text) {
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	@EntityScan(basePackageClasses = DataRestTests.class)
	@EnableJpaRepositories(considerNestedRepositories = true)
	@Import({ FineController.class, Greetings.class })
	static class Application {

		@Bean
		static BeanDefinitionRegistryPostProcessor repositoriesInTheContract() {
			return (registry) -> registry.removeBeanDefinition("repositoryRestExceptionHandler");
		}

		@Bean
		RepositoryRestConfigurer validation(SpringValidatorAdapter validator) {
			return new RepositoryRestConfigurer() {

				@Override
				public void configureValidatingRepositoryEventListener(ValidatingRepositoryEventListener listener) {
					listener.addValidator("beforeCreate", validator);
				}

				@Override
				public void configureRepositoryRestConfiguration(RepositoryRestConfiguration config,
						CorsRegistry cors) {
					config.setReturnBodyOnUpdate(true);
				}

			};
		}

	}

	@RestController
	static class Greetings {

		@GetMapping("/greeting")
		EntityModel<Greeting> greeting() {
			return EntityModel.of(new Greeting("hello"), Link.of("/greeting"));
		}

		@GetMapping("/failing")
		EntityModel<Greeting> failing() {
			throw new IllegalStateException(SECRET);
		}

	}

}
