package dev.errata.sample.docs;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.example.envelope.TextEnvelope;
import com.example.extension.ShopErrors;
import com.example.shop.ShopApplication;
import dev.errata.sample.SampleApplication;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.http.converter.autoconfigure.ServerHttpMessageConvertersCustomizer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.http.MediaType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Does what the documentation shows on a command line. A block is one of the sample
 * application, unless a comment in front of it names another service, which then has the
 * configuration that stands before it on the page.
 */
class DocumentationExchangeTests {

	private static final Map<String, Class<?>> SERVICES = Map.of("shop", ShopApplication.class, "ShopErrors",
			ShopErrors.class, "TextEnvelope", TextEnvelope.class);

	@Test
	void sampleAnswersAsShown() {
		List<Page.Block> blocks = Page.blocks("console").filter((block) -> block.comment().isEmpty()).toList();
		assertThat(blocks).isNotEmpty();
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(SampleApplication.class)
			.run("--server.port=0")) {
			SoftAssertions.assertSoftly((assertions) -> check(blocks, context, assertions));
		}
	}

	@Test
	void exampleServicesAnswerAsShown() throws Exception {
		Map<Service, List<Page.Block>> services = new LinkedHashMap<>();
		for (Page page : Page.all()) {
			String configuration = "";
			for (Page.Block block : page.blocks()) {
				if (block.language().equals("yaml")) {
					configuration = block.text();
				}
				if (block.language().equals("console") && block.comment().startsWith("service:")) {
					Service service = new Service(block.comment().substring("service:".length()).trim(), configuration);
					services.computeIfAbsent(service, (key) -> new ArrayList<>()).add(block);
				}
			}
		}
		assertThat(services).isNotEmpty();
		SoftAssertions assertions = new SoftAssertions();
		for (Map.Entry<Service, List<Page.Block>> entry : services.entrySet()) {
			try (ConfigurableApplicationContext context = entry.getKey().start()) {
				check(entry.getValue(), context, assertions);
				if (entry.getKey().names().contains("ShopErrors")) {
					assertThat(context.getBean(ShopErrors.class).seen).containsExactly("402 payment_declined");
				}
			}
		}
		assertions.assertAll();
	}

	private static void check(List<Page.Block> blocks, ConfigurableApplicationContext context,
			SoftAssertions assertions) {
		int port = ((WebServerApplicationContext) context).getWebServer().getPort();
		for (Page.Block block : blocks) {
			for (Exchange exchange : Exchange.in(block.text())) {
				assertions.assertThat(Exchange.masked(exchange.run(port)))
					.as("%s: %s", block, exchange.command())
					.isEqualTo(Exchange.masked(exchange.output()));
			}
		}
	}

	/**
	 * The examples have no springdoc, which brings YAML along.
	 */
	@Configuration(proxyBeanMethods = false)
	static class WithoutYaml {

		@Bean
		ServerHttpMessageConvertersCustomizer withoutYaml() {
			return (converters) -> converters.configureMessageConvertersList((list) -> list
				.removeIf((converter) -> converter.getSupportedMediaTypes().contains(MediaType.APPLICATION_YAML)));
		}

	}

	/**
	 * A service of the examples.
	 *
	 * @param names its parts
	 * @param configuration the yml on the page
	 */
	private record Service(String names, String configuration) {

		ConfigurableApplicationContext start() throws Exception {
			Class<?>[] sources = Arrays.stream(names().split("\\+"))
				.map((name) -> SERVICES.get(name.trim()))
				.toArray(Class<?>[]::new);
			List<PropertySource<?>> properties = new YamlPropertySourceLoader().load("documentation",
					new ByteArrayResource(configuration().getBytes(StandardCharsets.UTF_8)));
			return new SpringApplicationBuilder(sources).sources(WithoutYaml.class)
				.initializers((context) -> properties.forEach(context.getEnvironment().getPropertySources()::addFirst))
				.properties("spring.config.name=none",
						"spring.autoconfigure.exclude=org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration")
				.run("--server.port=0");
		}

	}

}
