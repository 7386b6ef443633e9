package dev.errata.contract;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.context.MessageSourceAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the check of the texts that message bundles have for codes.
 */
@ExtendWith(OutputCaptureExtension.class)
class TranslatedTextsTests {

	private static final String CODES = """
			errata:
			  codes:
			    out_of_stock: 409
			  contracts:
			    v1: { paths: [/v1/**], codes: { late: 409 } }
			""";

	@TempDir
	private Path directory;

	@Test
	void textThatCannotBeFilled() throws IOException {
		write("orders.properties", "greeting=Hello {0}");
		write("orders_de.properties", "errata.out_of_stock=Nur {available} übrig.\nerrata.not_found={cod}");
		write("orders_pt_BR.properties", "errata.v1.late=Tarde.\nerrata.v1.out_of_stock={detail} a");
		assertThat(application("spring.messages.basename: orders\n" + CODES).report()).isEqualTo(
				"""
						The error contract has 3 faults:

						1. errata.not_found
						     Value:  {cod}
						     Origin: orders_de.properties
						     Rule:   There is no placeholder {cod}.
						     Action: Did you mean {code}? If cod is an attribute that your code adds with("cod", …), write {details.cod:some default}. Write '{{' for a brace.

						2. errata.out_of_stock
						     Value:  Nur {available} übrig.
						     Origin: orders_de.properties
						     Rule:   There is no placeholder {available}; there are {code}, {family}, {status}, {title}, {detail}, {request-id}, {retryable}, {retry-after}, {docs}, {type}, {instance}, {method}, {timestamp}, {trace-id}, {contract}, {violation.field}, {violation.in}, {violation.code}, {violation.message}, {violations.more}, {details.NAME} and {extensions.NAME}.
						     Action: If available is an attribute that your code adds with("available", …), write {details.available:some default}. Write '{{' for a brace.

						3. errata.v1.out_of_stock
						     Value:  {detail} a
						     Origin: orders_pt_BR.properties
						     Rule:   {detail} can be absent; inside a longer text it needs a default: {detail:some text}.
						     Action: Add the default, or make it an optional part: {?{detail}}.
						""");
	}

	@Test
	void textThatNamesUnknownCodesAndExtensions() throws IOException {
		write("names.properties", "");
		write("names_de.properties", "errata.out_of_stock=Weg{?: {extensions.colour}}\n"
				+ "errata.v1.late={title if code=lat}\nerrata.late={title if code=out_of_stock}");
		assertThat(application("spring.messages.basename: names\n" + CODES + "  extensions: { color: red }\n").report())
			.isEqualTo("""
					The error contract has 2 faults:

					1. errata.out_of_stock
					     Value:  Weg{?: {extensions.colour}}
					     Origin: names_de.properties
					     Rule:   No code has an extension 'colour'.
					     Action: Did you mean color?

					2. errata.v1.late
					     Value:  {title if code=lat}
					     Origin: names_de.properties
					     Rule:   The contract has no code 'lat', so the condition never holds.
					     Action: Did you mean late?
					""");
	}

	@Test
	void textsBesideTheMessage(CapturedOutput output) throws IOException {
		write("beside.properties", "");
		write("beside_de.properties",
				"errata.out_of_stock.title=Aus {nope}\nerrata.v1.late.detail={message}\n"
						+ "errata.out_of_stock.meaning=Ein {Wort}\nerrata.v1.late.fix=Warten\n"
						+ "errata.out_of_stock.titel=Aus\nerrata.late.fix=Warten");
		assertThat(application("spring.messages.basename: beside\n" + CODES).report()).isEqualTo(
				"""
						The error contract has 2 faults:

						1. errata.out_of_stock.title
						     Value:  Aus {nope}
						     Origin: beside_de.properties
						     Rule:   There is no placeholder {nope}; there are {code}, {family}, {status}, {request-id}, {retryable}, {retry-after}, {docs}, {type}, {instance}, {method}, {timestamp}, {trace-id}, {contract}, {violation.field}, {violation.in}, {violation.code}, {violation.message}, {violations.more}, {details.NAME} and {extensions.NAME}.
						     Action: If nope is an attribute that your code adds with("nope", …), write {details.nope:some default}. Write '{{' for a brace.

						2. errata.v1.late.detail
						     Value:  {message}
						     Origin: beside_de.properties
						     Rule:   {message} cannot be used in a detail.
						     Action: Use another placeholder, or words of your own.
						""");
		assertThat(output)
			.contains("with unknown names: errata.out_of_stock.titel (did you mean " + "errata.out_of_stock.title?).");
	}

	@ParameterizedTest
	@ValueSource(strings = { "i18n/texts", "i18n.texts", "other,i18n/texts" })
	void basenamesAreThoseOfTheMessageSource(String basename) throws IOException {
		write("i18n/texts.properties", "");
		write("i18n/texts_fr.properties", "errata.out_of_stock={nope}");
		write("messages_de.properties", "errata.out_of_stock={nope}");
		assertThat(application("spring.messages.basename: " + basename + "\n" + CODES).report()).contains("a fault:",
				"1. errata.out_of_stock", "Origin: texts_fr.properties");
	}

	@Test
	void filesInArchive() throws IOException {
		Path archive = this.directory.resolve("texts.jar");
		try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(archive))) {
			entry(jar, "archived.properties", "");
			entry(jar, "archived_fr.properties", "errata.out_of_stock={nope}");
		}
		assertThat(application("spring.messages.basename: archived\n" + CODES, archive.toUri().toURL()).report())
			.contains("1. errata.out_of_stock", "Origin: archived_fr.properties");
	}

	@Test
	void textThatTheMessageSourceCannotResolve() throws IOException {
		write("formatted.properties", "errata.out_of_stock=Gone until {details.until:further notice}.");
		assertThat(application(
				"spring.messages.basename: formatted\nspring.messages.always-use-message-format: true\n" + CODES)
			.report())
			.contains("1. errata.out_of_stock\n", "     Origin: formatted.properties\n",
					"     Rule:   The message source cannot resolve this text: ")
			.endsWith("     Action: Set 'spring.messages.always-use-message-format' to 'false': "
					+ "the braces are placeholders of Errata.\n");
	}

	@Test
	void keysThatNameNoCode(CapturedOutput output) throws IOException {
		write("named.properties", "errata.out_of_stock=Gone.\nerrata.default.not_found=None.");
		write("named_de.properties",
				"errata.out_of_stok=Weg.\nerrata.out_of_stock.message=Weg.\nerrata.v1.lat=Spät.\nerrata.zebra=Zebra\nerratum=a");
		application("spring.messages.basename: named\n" + CODES).contracts();
		assertThat(output.getOut().lines().filter((line) -> line.contains("WARN"))).singleElement()
			.asString()
			.endsWith(
					"named_de.properties has texts for codes that no contract has, or with unknown names: errata.out_of_stock.message (did you mean errata.out_of_stock?), errata.out_of_stok (did you mean "
							+ "errata.out_of_stock?), errata.v1.lat (did you mean errata.v1.late?), errata.zebra.");
	}

	@Test
	void filesWithoutBase(CapturedOutput output) throws IOException {
		write("lonely_words_de.properties", "errata.out_of_stock=Weg.");
		application("spring.messages.basename: lonely_words\n" + CODES).contracts();
		assertThat(output.getOut().lines().filter((line) -> line.contains("WARN"))).singleElement()
			.asString()
			.endsWith("lonely_words_de.properties has texts for codes but is not read: Spring Boot reads no messages "
					+ "without lonely_words.properties. Add that file; it may be empty.");
	}

	@Test
	void textsOfOthersArePassedOver(CapturedOutput output) throws IOException {
		write("others_de.properties", "order.shipped=Weg {nope}");
		write("others-old.properties", "errata.lost={nope}");
		application("spring.messages.basename: others\n" + CODES).contracts();
		assertThat(output).doesNotContain("WARN");
	}

	// Boot's condition remembers for each basename of the process whether there are files
	private TestApplication application(String yaml, URL... further) throws IOException {
		URL[] urls = (further.length > 0) ? further : new URL[] { this.directory.toUri().toURL() };
		return TestApplication.yaml(yaml)
			.with(MessageSourceAutoConfiguration.class)
			.classLoader(new URLClassLoader(urls, getClass().getClassLoader()));
	}

	private void write(String name, String text) throws IOException {
		Path file = this.directory.resolve(name);
		Files.createDirectories(file.getParent());
		Files.writeString(file, text);
	}

	private static void entry(JarOutputStream jar, String name, String text) throws IOException {
		jar.putNextEntry(new JarEntry(name));
		((OutputStream) jar).write(text.getBytes(StandardCharsets.UTF_8));
		jar.closeEntry();
	}

}
