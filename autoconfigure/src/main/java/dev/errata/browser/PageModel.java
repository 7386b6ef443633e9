package dev.errata.browser;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What the templates of the pages show. The names are those in the templates.
 */
final class PageModel {

	private PageModel() {
	}

	/**
	 * What is around every page.
	 *
	 * @param root the address of the application
	 * @param changes the address of the changes, or {@code null} if none are known
	 */
	record Head(String title, String service, @Nullable String version, String catalog, String root, String style,
			String script, String guide, boolean inGuide, @Nullable String changes, boolean inChanges, String query) {
	}

	/**
	 * A list of codes.
	 *
	 * @param canonical what to search for instead of a text that was pasted
	 * @param said what is said of it to those who cannot see it
	 */
	record Codes(Head head, List<Tab> tabs, String title, @Nullable String lead, List<Choice> sorts,
			@Nullable About about, String canonical, String said, @Nullable String nothing, List<Section> sections) {
	}

	record Tab(String name, String href, int count, boolean current) {
	}

	record Choice(String name, String href, boolean current) {
	}

	record About(List<String> paths, String count, boolean closed, String mediaType, String requestId,
			List<String> headers, List<Link> downloads) {
	}

	/**
	 * The codes of a contract.
	 *
	 * @param title the name of the contract, or {@code null} if the page is its own
	 * @param rest leads to the codes that are not shown
	 */
	record Section(@Nullable String title, @Nullable String href, @Nullable String description, List<Group> groups,
			@Nullable Group standard, @Nullable Link rest) {
	}

	/**
	 * Codes below a heading.
	 *
	 * @param name the heading, or {@code null} if there is none
	 * @param level the level of the heading
	 */
	record Group(@Nullable String name, @Nullable String id, int level, List<Row> rows) {

		int size() {
			return this.rows.size();
		}

	}

	/**
	 * A code in a list.
	 *
	 * @param name the code as markup
	 */
	record Row(String href, String name, List<Badge> badges, boolean deprecated, String message, @Nullable String lang,
			List<Text> more) {
	}

	/**
	 * A status.
	 *
	 * @param kind the class of its element
	 * @param retry whether to retry, in a word or two
	 */
	record Badge(int status, String kind, @Nullable String retry) {
	}

	record Text(@Nullable String heading, String text, @Nullable String lang) {
	}

	record Link(String name, @Nullable String href) {
	}

	/**
	 * The page of a code.
	 *
	 * @param name the code as markup
	 * @param several whether it has several statuses
	 * @param others other statuses that it is sent with
	 * @param types the address of the types that the snippets use
	 */
	record Code(Head head, String code, String name, String up, String contract, @Nullable String family,
			@Nullable String familyHref, List<Badge> badges, @Nullable String since, @Nullable Deprecation deprecation,
			boolean several, List<Status> statuses, @Nullable String others, @Nullable Operations operations,
			List<Snippet> snippets, @Nullable String types, String typesName, List<Related> related,
			@Nullable String seen) {
	}

	record Deprecation(@Nullable String since, @Nullable String use, @Nullable String href) {
	}

	record Status(Badge badge, String title, String message, @Nullable String lang, @Nullable String retry,
			String retryKind, List<Text> texts, List<Fact> facts, String example, @Nullable String tryIt) {
	}

	record Fact(String name, String text, @Nullable String href) {
	}

	/**
	 * The operations that can end with a code.
	 *
	 * @param more what is said of others
	 */
	record Operations(List<Operation> list, @Nullable String more) {
	}

	record Operation(String method, String path) implements Comparable<Operation> {

		@Override
		public int compareTo(Operation other) {
			int order = this.path.compareTo(other.path);
			return (order != 0) ? order : this.method.compareTo(other.method);
		}

	}

	record Snippet(String name, String text, boolean first) {
	}

	record Related(String name, List<Link> links) {
	}

	/**
	 * A page of text.
	 *
	 * @param html the text as markup
	 * @param markdown its address as Markdown
	 */
	record Article(Head head, String html, String markdown) {
	}

}
