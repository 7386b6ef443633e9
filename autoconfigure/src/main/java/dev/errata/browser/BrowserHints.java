package dev.errata.browser;

import java.util.stream.Stream;

import dev.errata.browser.changes.ReleaseHistory;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.boot.context.properties.bind.BindableRuntimeHintsRegistrar;

/**
 * Hints for what is loaded by name, and for the record that is bound to be checked, even
 * where nothing is served.
 */
class BrowserHints implements RuntimeHintsRegistrar {

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		BindableRuntimeHintsRegistrar.forTypes(BrowserProperties.class).registerHints(hints);
		hints.resources().registerPattern("dev/errata/browser/catalog.*");
		hints.resources().registerPattern("dev/errata/browser/templates/**");
		hints.resources().registerPattern(ReleaseHistory.LOCATION + "*.json");
		// the templates read these
		for (Class<?> model : Stream.of(PageModel.class, ArticleModel.class, ClientSnippets.class)
			.flatMap((models) -> Stream.of(models.getDeclaredClasses()))
			.toList()) {
			hints.reflection().registerType(model, MemberCategory.INVOKE_DECLARED_METHODS);
		}
	}

}
