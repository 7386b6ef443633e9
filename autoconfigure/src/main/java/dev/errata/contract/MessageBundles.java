package dev.errata.contract;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.core.io.FileSystemResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/**
 * The files of a message source on the class path, in all languages. Only the directory
 * of the file without a language and the roots of the class path are searched.
 */
final class MessageBundles {

	private static final int MAX_FILES = 500;

	private static final String EXTENSION = ".properties";

	private MessageBundles() {
	}

	/**
	 * Find the files.
	 * @param basenames the beginning of the names of the files
	 * @param prefix the beginning of the keys to find
	 */
	static List<Bundle> find(Collection<String> basenames, String prefix, @Nullable ClassLoader classLoader) {
		ClassLoader loader = (classLoader != null) ? classLoader : ClassUtils.getDefaultClassLoader();
		List<Bundle> bundles = new ArrayList<>();
		for (String basename : basenames) {
			String path = StringUtils.trimLeadingCharacter(basename.strip().replaceFirst("^classpath\\*?:", ""), '/')
				.replace('.', '/');
			try {
				for (Resource file : files(path, loader)) {
					Bundle bundle = read(path, file, prefix);
					if (bundle != null && bundles.size() < MAX_FILES) {
						bundles.add(bundle);
					}
				}
			}
			catch (IOException | IllegalArgumentException ex) {
				// the message source itself fails when it is asked for a text
			}
		}
		bundles.sort(Comparator.comparing(Bundle::file));
		return bundles;
	}

	private static Set<Resource> files(String path, @Nullable ClassLoader loader) throws IOException {
		Set<Resource> files = new LinkedHashSet<>();
		String directory = path.substring(0, path.lastIndexOf('/') + 1);
		String name = path.substring(directory.length());
		Set<String> directories = new LinkedHashSet<>();
		for (URL file : resources(path + EXTENSION, loader)) {
			directories.add(StringUtils.delete(file.toString(), name + EXTENSION));
		}
		for (URL root : resources(directory, loader)) {
			// where jars for several versions of Java keep classes
			if (!root.getPath().contains("!/META-INF/versions/")) {
				directories.add(root.toString());
			}
		}
		for (String found : directories) {
			if (found.startsWith("file:")) {
				File[] siblings = new File(URI.create(found)).listFiles((parent, file) -> file.startsWith(name));
				for (File sibling : (siblings != null) ? siblings : new File[0]) {
					files.add(new FileSystemResource(sibling));
				}
			}
			else {
				Collections.addAll(files, new PathMatchingResourcePatternResolver(loader)
					.getResources(found + (found.endsWith("/") ? "" : "/") + name + "*" + EXTENSION));
			}
		}
		return files;
	}

	private static List<URL> resources(String path, @Nullable ClassLoader loader) throws IOException {
		return Collections.list((loader != null) ? loader.getResources(path) : ClassLoader.getSystemResources(path));
	}

	private static @Nullable Bundle read(String path, Resource file, String prefix) throws IOException {
		String name = path.substring(path.lastIndexOf('/') + 1);
		Matcher matcher = Pattern.compile(Pattern.quote(name) + "(?:_(.+))?" + Pattern.quote(EXTENSION))
			.matcher(String.valueOf(file.getFilename()));
		if (!matcher.matches()) {
			return null;
		}
		Properties texts = new Properties();
		try (InputStream content = file.getInputStream()) {
			texts.load(content);
		}
		Set<String> keys = new TreeSet<>(texts.stringPropertyNames());
		keys.removeIf((key) -> !key.startsWith(prefix));
		String language = matcher.group(1);
		return new Bundle(String.valueOf(file.getFilename()), name + EXTENSION,
				(language != null) ? Locale.forLanguageTag(language.replace('_', '-')) : Locale.ROOT, keys);
	}

	/**
	 * A file of texts in one language.
	 *
	 * @param file the name of the file
	 * @param base the name of the file without a language
	 * @param locale the language, or the root locale
	 * @param keys those of its keys that begin with the prefix
	 */
	record Bundle(String file, String base, Locale locale, Set<String> keys) {
	}

}
