package dev.errata.jackson;

import java.util.Locale;

import dev.errata.catalog.StandardCode;
import dev.errata.error.Failure;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonParser;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.mock.http.MockHttpInputMessage;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Bodies in a format of Jackson's that is not JSON.
 */
class OtherFormatTests {

	private final JacksonTranslator translator = new JacksonTranslator(new JsonTypes(JsonMapper::new));

	/** Jackson's module for XML throws some exceptions without a parser. */
	@Test
	void malformedXmlIsNotCalledJson() {
		StreamReadException malformed = new StreamReadException((JsonParser) null, "Unexpected EOF in prolog");
		assertThat(this.translator.translate(new HttpMessageNotReadableException("XML parse error", malformed,
				new MockHttpInputMessage(new byte[0])), Locale.ENGLISH))
			.usingRecursiveComparison()
			.isEqualTo(Failure.of(StandardCode.MALFORMED_BODY));
	}

}
