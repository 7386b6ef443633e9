package dev.errata.envelope;

import java.util.Random;
import java.util.stream.Stream;

import dev.errata.template.InvalidTemplateException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link JsonFaults}.
 */
class JsonFaultsTests {

	private static final JsonFactory JSON = JsonFactory.builder()
		.enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
		.build();

	private static final InvalidTemplateException NONE = new InvalidTemplateException("No document.", "Write one.");

	@ParameterizedTest
	@MethodSource
	void slipIsNamed(String json, String rule, String action) {
		InvalidTemplateException fault = fault(json);
		assertThat(fault).isNotNull();
		assertThat(fault.getMessage() + "\n" + fault.action()).isEqualTo(rule + "\n" + action);
	}

	static Stream<Arguments> slipIsNamed() {
		return Stream.of(
				slip("{\"a\": 1,}", "Line 1, column 8: This comma is one too many.", "Remove the comma behind 1."),
				slip("{\"a\": 1,\n\n}", "Line 1, column 8: This comma is one too many.", "Remove the comma behind 1."),
				slip("[1,, 2]", "Line 1, column 3: This comma is one too many.", "Remove the comma behind 1."),
				slip("{,\"a\": 1}", "Line 1, column 2: This comma is one too many.", "Remove the comma behind {."),
				slip("[,1]", "Line 1, column 2: This comma is one too many.", "Remove the comma behind [."),
				slip("{'a': 1}", "Line 1, column 2: Names and texts are in double quotes in JSON.", "Write \"a\"."),
				slip("{\"a\": 'b'}", "Line 1, column 7: Names and texts are in double quotes in JSON.", "Write \"b\"."),
				slip("{\"a\": “b”}", "Line 1, column 7: Names and texts are in double quotes in JSON.", "Write \"b\"."),
				slip("{a: 1}", "Line 1, column 2: Names and texts are in double quotes in JSON.", "Write \"a\"."),
				slip("{\"a\": b}", "Line 1, column 7: Names and texts are in double quotes in JSON.", "Write \"b\"."),
				slip("{\"a\": True}", "Line 1, column 7: JSON writes true in lower case.", "Write true."),
				slip("{\"a\": None}", "Line 1, column 7: Names and texts are in double quotes in JSON.",
						"Write \"None\"."),
				slip("{\"a\": 01}", "Line 1, column 7: 01 is not a number in JSON.",
						"Write it like 10 or 0.5, or in quotes."),
				slip("{\"a\": 1\n\"b\": 2}", "Line 1, column 8: A comma is missing here.",
						"Write a comma between 1 and \"b\"."),
				slip("{\"a\": \"{code}\" \"b {x}\": 2}", "Line 1, column 15: A comma is missing here.",
						"Write a comma between \"{code}\" and \"b {x}\"."),
				slip("{\"a\": [{}{}]}", "Line 1, column 10: A comma is missing here.",
						"Write a comma between } and {."),
				slip("{\"a\": {} b: 1}", "Line 1, column 9: A comma is missing here.",
						"Write a comma between } and b."),
				slip("{\"a\": 1; \"b\": 2}", "Line 1, column 8: A comma or } is expected here, not ';'.",
						"Write a comma, or } at the end."),
				slip("[1; 2]", "Line 1, column 3: A comma or ] is expected here, not ';'.",
						"Write a comma, or ] at the end."),
				slip("{\"a\" 1}", "Line 1, column 6: A colon is expected between a name and its value.",
						"Write \"a\": …"),
				slip("{\"a\" = 1}", "Line 1, column 6: A colon is expected between a name and its value.",
						"Write \"a\": …"),
				slip("{\"a\"}", "Line 1, column 5: The member \"a\" has no value.",
						"Write \"a\": …, for example with null."),
				slip("{\"a\": }", "Line 1, column 7: The member \"a\" has no value.",
						"Write \"a\": …, for example with null."),
				slip("{\"a\": \"b}", "Line 1, column 7: The quote at the end of \"b} is missing.",
						"Add the quote. A line break inside of a text is written as \\n."),
				slip("{\n  \"a\": \"b,\n  \"c\": 1}", "Line 2, column 8: The quote at the end of \"b, is missing.",
						"Add the quote. A line break inside of a text is written as \\n."),
				slip("{\"a: \"{code}\"}",
						"Line 1, column 7: The text \"a: \" ends here, but more of it seems to follow.",
						"Add the quote that is missing before. Inside of a text, a quote is written as \\\"."),
				slip("{\"a\": \"say \"hello\" now\"}",
						"Line 1, column 13: The text \"say \" ends here, but more of it seems to follow.",
						"Add the quote that is missing before. Inside of a text, a quote is written as \\\"."),
				slip("{\"a\": \"\t\"}", "Line 1, column 8: A text cannot contain a control character.", "Write \\t."),
				slip("{\"a\": \"\\d\"}", "Line 1, column 8: JSON has no escape such as \\d.",
						"Write \\\\ for a backslash."),
				slip("{\"a\": \"\\u12\"}", "Line 1, column 8: JSON has no escape such as \\u.",
						"Write \\\\ for a backslash."),
				slip("{\"a\": 1", "Line 1, column 8: The { in line 1, column 1 is not closed.", "Write } at the end."),
				slip("{\n\"a\": [{\"b\": 1", "Line 2, column 14: The { in line 2, column 7 is not closed.",
						"Write }]} at the end."),
				slip("{\"a\": [1}", "Line 1, column 9: The [ in line 1, column 7 is not closed.", "Write ] before }."),
				slip("[{\"a\": 1]", "Line 1, column 9: The { in line 1, column 2 is not closed.", "Write } before ]."),
				slip("{\"a\": 1}}", "Line 1, column 9: There is more text after the end of the document.",
						"Remove it, or the brace that ends the document too early."),
				slip("{\"a\":", "Line 1, column 6: The { in line 1, column 1 is not closed.", "Write } at the end."),
				slip("{]", "Line 1, column 2: The { in line 1, column 1 is not closed.", "Write } before ]."),
				slip("{\u00A0\"a\": 1}", "Line 1, column 2: The character U+00A0 is not white space in JSON.",
						"Replace it by a space."),
				slip("{\"a\": 1,\u200B\"b\": 2}", "Line 1, column 9: The character U+200B is not white space in JSON.",
						"Replace it by a space."),
				slip("{\"a\": =}", "Line 1, column 7: A value is expected here, not '='.",
						"Write a text in double quotes, a number, true, false, null, an object or a list."),
				slip("{: 1}", "Line 1, column 2: The name of a member is expected here, not ':'.",
						"Write \"NAME\": …, with double quotes."),
				slip("{\"a\": 1, \"a\": 2}", "Line 1, column 10: The object has the member \"a\" twice.",
						"Remove or rename one of the two."),
				slip("{\"...\": \"{details}\", \"...\": \"{extensions}\"}",
						"Line 1, column 22: An object has one member with the name '...'.",
						"Write \"...\": [\"{extensions}\", \"{details}\"] for the members of several objects."),
				slip("{\"a\": {code: 1}}", "Line 1, column 8: Names and texts are in double quotes in JSON.",
						"Write \"code\"."),
				slip("{\"a\": {code}}", "Line 1, column 7: A placeholder stands in quotes.",
						"Write \"{code}\"; alone in its quotes, a value keeps its type."),
				slip("// a\n{}", "Line 1, column 1: JSON has no comments.", "Remove the comment."),
				slip("code", "No document.", "Write one."),
				slip("{\"a\": 1} # b", "Line 1, column 10: JSON has no comments.", "Remove the comment."),
				slip("{{code}: 1}", "Line 1, column 2: A placeholder stands in quotes.",
						"Write \"{code}\"; alone in its quotes, a value keeps its type."),
				slip("{\"a\": \"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb\" \"c\": 1}",
						"Line 1, column 69: A comma is missing here.",
						"Write a comma between \"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb… and \"c\"."));
	}

	private static Arguments slip(String json, String rule, String action) {
		return Arguments.of(json, rule, action);
	}

	/**
	 * Whatever Jackson rejects has a fault in plain words.
	 */
	@Test
	void everySlipIsFound() {
		Random random = new Random(1);
		String document = "{\"a\": [1, -2.50e3, {\"{b|x}\": \"c\\n\"}], \"d\" : {\"...\": \"{details}\", \"e\": null},\n\"f\": [true, []]}";
		String slips = "{}[],:\"'\\ \n\t-+.0189eanx/#“\u00A0;";
		for (int i = 0; i < 50_000; i++) {
			StringBuilder json = new StringBuilder(document);
			for (int edits = random.nextInt(3); edits >= 0; edits--) {
				int position = random.nextInt(json.length());
				char slip = slips.charAt(random.nextInt(slips.length()));
				switch (random.nextInt(3)) {
					case 0 -> json.deleteCharAt(position);
					case 1 -> json.insert(position, slip);
					default -> json.setCharAt(position, slip);
				}
			}
			InvalidTemplateException fault = fault(json.toString());
			if (fault != null) {
				assertThat(fault.getMessage()).as(json.toString()).doesNotContain("This is not JSON");
				assertThat(fault.action()).as(json.toString()).isNotEqualTo("Correct the text.");
			}
		}
	}

	private static InvalidTemplateException fault(String json) {
		try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json)) {
			while (parser.nextToken() != null) {
				parser.getString();
			}
			return null;
		}
		catch (JacksonException ex) {
			return JsonFaults.of(json, ex, NONE);
		}
	}

}
