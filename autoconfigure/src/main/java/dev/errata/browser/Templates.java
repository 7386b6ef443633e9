package dev.errata.browser;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import com.samskivert.mustache.Escapers;
import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;

import org.springframework.core.io.ClassPathResource;

/**
 * The templates of the pages and snippets, in Mustache. Each is compiled when it is first
 * needed.
 */
final class Templates {

	private static final String DIRECTORY = "templates/";

	private final Map<String, Template> compiled = new ConcurrentHashMap<>();

	private static Mustache.Compiler compiler(Mustache.Escaper escaper) {
		return Mustache.compiler()
			.zeroIsFalse(true)
			.emptyStringIsFalse(true)
			.withEscaper(escaper)
			.withLoader((name) -> open(name + ".html"));
	}

	/**
	 * Fill a template in.
	 * @param name the name of its file; what is written to HTML or Markdown is escaped
	 */
	String fill(String name, Object model) {
		Template template = this.compiled.get(name);
		if (template == null) {
			template = compile(name);
			this.compiled.put(name, template);
		}
		return template.execute(model);
	}

	private Template compile(String name) {
		try (Reader reader = open(name)) {
			Mustache.Escaper escaper = name.endsWith(".html") ? Templates::escape
					: (name.endsWith(".md") ? CatalogMarkdown::escaped : Escapers.NONE);
			return compiler(escaper).compile(reader);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Reader open(String name) throws IOException {
		return new InputStreamReader(new ClassPathResource(DIRECTORY + name, Templates.class).getInputStream(),
				StandardCharsets.UTF_8);
	}

	/**
	 * Return a text as it stands in HTML, or in the value of an attribute.
	 */
	static String escape(String text) {
		StringBuilder html = new StringBuilder(text.length() + 16);
		for (int i = 0; i < text.length(); i++) {
			char c = text.charAt(i);
			switch (c) {
				case '&' -> html.append("&amp;");
				case '<' -> html.append("&lt;");
				case '>' -> html.append("&gt;");
				case '"' -> html.append("&quot;");
				case '\'' -> html.append("&#39;");
				default -> html.append((c < ' ' && c != '\n' && c != '\t') ? ' ' : c);
			}
		}
		return html.toString();
	}

}
