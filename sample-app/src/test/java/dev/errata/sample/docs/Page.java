package dev.errata.sample.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A page of the documentation.
 *
 * @param name the path below the project
 * @param text the whole page
 * @param blocks its fenced blocks
 */
public record Page(String name, String text, List<Block> blocks) {

	public static final Path PROJECT = project();

	private static final Pattern LINK = Pattern.compile("(?<!!)\\[[^\\]]*]\\(([^)\\s]+)\\)");

	public static List<Page> all() {
		try (Stream<Path> docs = Files.walk(PROJECT.resolve("docs"))) {
			List<Path> paths = new ArrayList<>();
			for (String name : List.of("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "sample-app/README.md")) {
				paths.add(PROJECT.resolve(name));
			}
			docs.filter((path) -> path.toString().endsWith(".md")).sorted().forEach(paths::add);
			return paths.stream().map(Page::read).toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	public static Page of(String name) {
		return read(PROJECT.resolve(name));
	}

	/**
	 * Return the blocks of all pages in a language.
	 */
	public static Stream<Block> blocks(String language) {
		return all().stream().flatMap((page) -> page.blocks().stream()).filter((it) -> it.language().equals(language));
	}

	private static Path project() {
		Path directory = Path.of("").toAbsolutePath();
		while (!Files.exists(directory.resolve("sample-app"))) {
			directory = directory.getParent();
		}
		return directory;
	}

	private static Page read(Path path) {
		try {
			String name = PROJECT.relativize(path).toString();
			String text = Files.readString(path);
			return new Page(name, text, blocks(name, text.lines().toList()));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static List<Block> blocks(String name, List<String> lines) {
		List<Block> blocks = new ArrayList<>();
		String comment = "";
		for (int i = 0; i < lines.size(); i++) {
			String line = lines.get(i);
			if (line.startsWith("<!--")) {
				comment = line.replace("<!--", "").replace("-->", "").trim();
			}
			else if (line.startsWith("```")) {
				int start = i;
				List<String> text = new ArrayList<>();
				while (!lines.get(++i).equals("```")) {
					text.add(lines.get(i));
				}
				blocks.add(new Block(name, start + 1, line.substring(3), comment, String.join("\n", text)));
				comment = "";
			}
		}
		return blocks;
	}

	/**
	 * Return the targets of the links.
	 */
	public List<String> links() {
		List<String> links = new ArrayList<>();
		Matcher matcher = LINK.matcher(this.text);
		while (matcher.find()) {
			links.add(matcher.group(1));
		}
		return links;
	}

	/**
	 * Return the anchors of the headings.
	 */
	public List<String> anchors() {
		return this.text.lines()
			.filter((line) -> line.startsWith("#"))
			.map((line) -> line.replaceFirst("#+ ", "")
				.toLowerCase()
				.replaceAll("[^\\p{Alnum} _-]", "")
				.replace(' ', '-'))
			.toList();
	}

	/**
	 * Return the rows of the table below a heading or header row that starts as given.
	 */
	public List<List<String>> table(String start) {
		List<List<String>> rows = new ArrayList<>();
		boolean found = false;
		for (String line : this.text.lines().toList()) {
			if (line.startsWith(start)) {
				found = true;
			}
			else if (found && !line.startsWith("|")) {
				break;
			}
			else if (found && !line.startsWith("| ---")) {
				rows.add(Stream.of(line.substring(1, line.length() - 1).split("\\|", -1)).map(String::trim).toList());
			}
		}
		assertThat(rows).as("%s: %s", this.name, start).isNotEmpty();
		return rows;
	}

	/**
	 * A fenced block.
	 *
	 * @param page the name of the page
	 * @param line where it starts
	 * @param language the language
	 * @param comment the comment in front of it, which says how to check it
	 * @param text the text
	 */
	public record Block(String page, int line, String language, String comment, String text) {

		/**
		 * Return whether the block is a file of a guide's project, or what it replaces.
		 */
		public boolean isOfProject() {
			return this.comment.matches("(file|add|before): .*");
		}

		@Override
		public String toString() {
			return this.page + ":" + this.line;
		}

	}

}
