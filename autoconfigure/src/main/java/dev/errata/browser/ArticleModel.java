package dev.errata.browser;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What the templates of the articles show. The names are those in the templates.
 */
final class ArticleModel {

	private ArticleModel() {
	}

	/**
	 * How to handle errors.
	 *
	 * @param several whether there are several contracts
	 */
	record Guide(@Nullable String service, String catalog, @Nullable String changes, boolean several,
			List<GuideContract> contracts, List<GuideCode> retryable, List<GuideCode> last, List<Key> keys,
			List<String> languages, List<GuideCode> deprecated) {
	}

	/**
	 * What is special to a contract.
	 *
	 * @param codePlace where the code is, as Markdown
	 * @param accept whether callers may send ids
	 */
	record GuideContract(String title, @Nullable String description, String href, List<String> paths, String mediaType,
			String example, @Nullable String codePlace, String requestId, boolean accept, List<String> quotas,
			boolean closed, int count) {
	}

	record GuideCode(String code, String href, String contract, int status, String pause, String words) {
	}

	record Key(String methods, String path, String key, String kept) {
	}

	record Changes(@Nullable String service, boolean several, List<Version> releases) {
	}

	record Version(String version, List<CodeChange> changes, boolean first, boolean none) {
	}

	record CodeChange(String kind, String code, @Nullable String href, String contract, String detail) {
	}

}
