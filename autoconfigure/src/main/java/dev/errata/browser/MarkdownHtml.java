package dev.errata.browser;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Shows {@linkplain CatalogArticles articles} in pages. It knows what their templates
 * contain: headings, lists, tables, blocks of code, and in a line code, links and strong
 * words.
 */
final class MarkdownHtml {

	private static final Pattern INLINE = Pattern
		.compile("`([^`]*)`" + "|\\[((?:`[^`]*`|\\\\.|[^\\]\\\\])*)]\\(([^)\\s]*)\\)" + "|\\*\\*([^*]+)\\*\\*"
				+ "|\\\\([\\\\`*_\\[\\]|~])" + "|&#(\\d{1,7});");

	private final StringBuilder html = new StringBuilder();

	private String open = "";

	private MarkdownHtml() {
	}

	static String of(String markdown) {
		MarkdownHtml page = new MarkdownHtml();
		List<String> code = null;
		for (String line : markdown.split("\n")) {
			if (line.startsWith("```")) {
				if (code != null) {
					page.code(code);
				}
				code = (code == null) ? new ArrayList<>() : null;
			}
			else if (code != null) {
				code.add(line);
			}
			else {
				page.line(line.strip());
			}
		}
		page.enter("");
		return page.html.toString();
	}

	private void code(List<String> lines) {
		enter("");
		this.html.append("<pre tabindex=\"0\" role=\"group\" aria-label=\"Example\"><code>")
			.append(Templates.escape(String.join("\n", lines)))
			.append("</code></pre>\n");
	}

	private void line(String line) {
		if (line.isEmpty()) {
			enter("");
		}
		else if (line.startsWith("#")) {
			enter("");
			int level = line.indexOf(' ');
			element("h" + level, line.substring(level + 1));
		}
		else if (line.startsWith("- ")) {
			enter("ul");
			element("li", line.substring(2));
		}
		else if (line.matches("\\d+\\. .*")) {
			enter("ol");
			element("li", line.substring(line.indexOf(' ') + 1));
		}
		else if (line.startsWith("|")) {
			row(line);
		}
		else {
			enter("");
			element("p", line);
		}
	}

	private void row(String line) {
		boolean first = !this.open.equals("table");
		enter("table");
		if (line.matches("[| -]+")) {
			return;
		}
		this.html.append("<tr>");
		for (String cell : line.substring(1).split("(?<!\\\\)\\|")) {
			element(first ? "th" : "td", cell.strip());
		}
		this.html.append("</tr>\n");
	}

	private void enter(String block) {
		if (!this.open.equals(block)) {
			this.html.append(this.open.isEmpty() ? "" : "</" + this.open + ">\n");
			this.html.append(block.isEmpty() ? "" : "<" + block + ">\n");
			this.open = block;
		}
	}

	private void element(String name, String text) {
		this.html.append('<').append(name).append('>').append(inline(text)).append("</").append(name).append(">\n");
	}

	private static String inline(String text) {
		StringBuilder html = new StringBuilder();
		Matcher matcher = INLINE.matcher(text);
		int end = 0;
		while (matcher.find()) {
			html.append(Templates.escape(text.substring(end, matcher.start())));
			end = matcher.end();
			if (matcher.group(1) != null) {
				html.append("<code>").append(Templates.escape(matcher.group(1))).append("</code>");
			}
			else if (matcher.group(3) != null) {
				html.append("<a href=\"")
					.append(Templates.escape(matcher.group(3)))
					.append("\">")
					.append(inline(matcher.group(2)))
					.append("</a>");
			}
			else if (matcher.group(4) != null) {
				html.append("<strong>").append(inline(matcher.group(4))).append("</strong>");
			}
			else if (matcher.group(5) != null) {
				html.append(Templates.escape(matcher.group(5)));
			}
			else {
				html.append(matcher.group());
			}
		}
		return html.append(Templates.escape(text.substring(end))).toString();
	}

}
