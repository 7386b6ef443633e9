package dev.errata.properties;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyState;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

class IndexedPropertySourceTests {

	private static final ConfigurationPropertyName CODE = ConfigurationPropertyName.of("codes.code-5");

	private final AtomicInteger asked = new AtomicInteger();

	private final IterableConfigurationPropertySource source = source();

	@Test
	void namesBelowTheOneThatWasLookedUpAreFoundWithoutTheOthers() {
		this.source.getConfigurationProperty(CODE);
		assertThat(filter(CODE)).extracting(Object::toString)
			.containsExactly("codes.code-5.at.409.title", "codes.code-5.status");
		assertThat(this.asked).hasValueLessThan(10);
	}

	@Test
	void namesBelowAnotherAreFound() {
		this.source.getConfigurationProperty(ConfigurationPropertyName.of("codes.code-6"));
		assertThat(filter(CODE)).hasSize(2);
		this.source.getConfigurationProperty(ConfigurationPropertyName.of("codes.code-5.at"));
		assertThat(filter(CODE)).hasSize(2);
	}

	@Test
	void allNamesExceptTheOneThatWasLookedUpAreFound() {
		ConfigurationPropertyName status = CODE.append("status");
		this.source.getConfigurationProperty(status);
		assertThat(this.source.filter((name) -> !name.equals(status))).hasSize(199);
	}

	@Test
	void whatIsFilteredIsFilteredOnceMore() {
		IterableConfigurationPropertySource code = filter(CODE);
		ConfigurationPropertyName at = CODE.append("at");
		assertThat(code.containsDescendantOf(at)).isEqualTo(ConfigurationPropertyState.PRESENT);
		assertThat(code.getConfigurationProperty(at)).isNull();
		assertThat(code.filter(at::isAncestorOf)).hasSize(1);
		assertThat(code.filter((name) -> name.getLastElement(ConfigurationPropertyName.Form.ORIGINAL).equals("status")))
			.hasSize(1);
	}

	private IterableConfigurationPropertySource filter(ConfigurationPropertyName parent) {
		return this.source.filter((name) -> {
			this.asked.incrementAndGet();
			return parent.isAncestorOf(name);
		});
	}

	private static IterableConfigurationPropertySource source() {
		Map<String, Object> properties = new LinkedHashMap<>();
		for (int i = 0; i < 100; i++) {
			properties.put("codes.code-%d.at.409.title".formatted(i), "Gone");
			properties.put("codes.code-%d.status".formatted(i), "409");
		}
		return new IndexedPropertySource(new MapConfigurationPropertySource(properties), (name) -> true);
	}

}
