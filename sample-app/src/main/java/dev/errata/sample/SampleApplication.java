package dev.errata.sample;

import java.time.Clock;
import java.util.Arrays;

import dev.errata.sample.jc.Jc;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.type.LogicalType;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.http.converter.autoconfigure.ServerHttpMessageConvertersCustomizer;
import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.FullyQualifiedAnnotationBeanNameGenerator;
import org.springframework.http.MediaType;

/**
 * The smallest real service that speaks five error contracts at once. What its errors
 * look like is written in {@code application.yml} alone.
 */
// two systems have receipts
@SpringBootApplication(nameGenerator = FullyQualifiedAnnotationBeanNameGenerator.class)
public class SampleApplication {

	public static void main(String[] args) {
		if (args.length > 0 && args[0].equals("jc")) {
			System.exit(Jc.run(Arrays.copyOfRange(args, 1, args.length)));
		}
		SpringApplication.run(SampleApplication.class, args);
	}

	@Bean
	Clock clock() {
		return Clock.systemUTC();
	}

	/**
	 * Take a text for a text alone, which no property can tell Jackson.
	 */
	@Bean
	JsonMapperBuilderCustomizer strictTexts() {
		return (json) -> json.withCoercionConfig(LogicalType.Textual,
				(text) -> text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
					.setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
					.setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail));
	}

	/**
	 * Leave out YAML, which springdoc brings along and none of the systems speaks.
	 */
	@Bean
	ServerHttpMessageConvertersCustomizer withoutYaml() {
		return (converters) -> converters.configureMessageConvertersList((list) -> list
			.removeIf((converter) -> converter.getSupportedMediaTypes().contains(MediaType.APPLICATION_YAML)));
	}

}
