package dev.errata.validation;

import java.lang.reflect.Method;
import java.util.Map;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.SynthesizingMethodParameter;
import org.springframework.util.ReflectionUtils;
import org.springframework.web.bind.annotation.CookieValue;
import org.springframework.web.bind.annotation.MatrixVariable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RequestPart;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HandlerParameter}.
 */
class HandlerParameterTests {

	@ParameterizedTest
	@CsvSource(textBlock = """
			0, PARAMETER,       amount,    true
			1, PARAMETER,       max_size,  false
			2, PARAMETER,       '',        false
			3, PATH_VARIABLE,   id,        false
			4, HEADER,          X-Tenant,  true
			5, HEADER,          '',        false
			6, COOKIE,          session,   true
			7, MATRIX_VARIABLE, year,      false
			8, PART,            file,      true
			9, BODY,            '',        true
			10, UNDECLARED,     filter,    false
			""")
	void parametersOfAHandler(int index, HandlerParameter.Kind kind, String name, boolean required) {
		Method method = ReflectionUtils.findMethod(Handler.class, "handle", (Class<?>[]) null);
		MethodParameter parameter = new SynthesizingMethodParameter(method, index);
		parameter.initParameterNameDiscovery(new DefaultParameterNameDiscoverer());
		assertThat(HandlerParameter.of(parameter)).isEqualTo(new HandlerParameter(kind, name, required));
	}

	static class Handler {

		void handle(@RequestParam int amount, @RequestParam(name = "max_size", defaultValue = "10") int max,
				@RequestParam Map<String, String> all, @PathVariable String id,
				@RequestHeader("X-Tenant") String tenant, @RequestHeader Map<String, String> headers,
				@CookieValue String session, @MatrixVariable(required = false) Integer year, @RequestPart String file,
				@RequestBody Map<String, Object> body, String filter) {
		}

	}

}
