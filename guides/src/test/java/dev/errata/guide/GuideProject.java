package dev.errata.guide;

import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

import dev.errata.sample.docs.Exchange;
import dev.errata.sample.docs.Page;
import org.jetbrains.kotlin.cli.common.ExitCode;
import org.jetbrains.kotlin.cli.jvm.K2JVMCompiler;

import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The files that a guide has written so far. Its class path has those libraries alone
 * that the text so far names, as in the build of a reader.
 */
final class GuideProject {

	private static final String MAIN = "src/main/java/";

	private static final String TEST = "src/test/java/";

	/** Jars of a library, by the name that a reader adds to the build for it. */
	private static final Map<String, String> OPTIONAL = Map.ofEntries(
			Map.entry("spring-boot-starter-security", "spring-boot(-starter)?-security(-test)?|spring-security-.*"),
			Map.entry("spring-boot-starter-jdbc",
					"spring-boot(-starter)?-(jdbc|sql|transaction|persistence)|spring-(jdbc|tx)|HikariCP"),
			Map.entry("com.h2database", "h2"), Map.entry("org.postgresql", "postgresql"),
			Map.entry("spring-boot-starter-flyway", "spring-boot(-starter)?-flyway|flyway-.*"),
			Map.entry("bucket4j_jdk17-core", "bucket4j_jdk17-core"),
			Map.entry("io.github.wimdeblauwe", "error-handling-spring-boot-starter"),
			Map.entry("jackson-module-kotlin", "jackson-module-kotlin|kotlin-(stdlib|reflect).*|kotlinx-.*"),
			Map.entry("kotlinx-coroutines-reactor", "kotlinx-coroutines-reactor|reactor-core|reactive-streams"),
			Map.entry("kotlin-compiler-embeddable", "kotlin-(compiler|script|daemon|build).*"));

	/** The service that a guide begins with if it does not write one. */
	private static final Path SHOP = Page.PROJECT.resolve("guides/src/test/resources/shop");

	private static final Map<String, ClassLoader> LIBRARIES = new ConcurrentHashMap<>();

	private final Map<String, String> files = new LinkedHashMap<>();

	private final String classPath;

	private final boolean onPostgres;

	/**
	 * Create an empty project.
	 * @param text the text so far, with the names of the libraries
	 */
	GuideProject(String text) {
		this.onPostgres = text.contains("org.postgresql");
		String hidden = String.join("|",
				OPTIONAL.keySet().stream().filter((name) -> !text.contains(name)).map(OPTIONAL::get).toList());
		this.classPath = String.join(File.pathSeparator,
				Arrays
					.stream(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
						.split(File.pathSeparator))
					.filter((entry) -> !Path.of(entry).getFileName().toString().matches("(" + hidden + ")-\\d.*"))
					.toList());
	}

	void write(String path, String text) {
		this.files.put(path, text);
	}

	/**
	 * Add the files below a directory, unless they are there.
	 */
	void add(Path directory) throws IOException {
		try (Stream<Path> files = Files.walk(directory)) {
			for (Path file : files.filter(Files::isRegularFile).toList()) {
				String path = directory.relativize(file).toString();
				if (!this.files.containsKey(path.replaceAll("java$", "kt"))) {
					this.files.putIfAbsent(path, Files.readString(file));
				}
			}
		}
	}

	/**
	 * Add to a file. What is added to a configuration is a document of its own, which has
	 * the same effect as merging it.
	 */
	void add(String path, String text) {
		String separator = path.endsWith(".yml") ? "\n---\n" : "\n";
		this.files.merge(path, text, (before, added) -> before + separator + added);
	}

	/**
	 * Run the service while requests are sent to its port.
	 */
	void run(IntConsumer requests) throws Exception {
		String application = className(application(), MAIN);
		Path directory = Files.createTempDirectory("guide");
		ClassLoader before = Thread.currentThread().getContextClassLoader();
		try (URLClassLoader loader = new URLClassLoader(build(directory),
				LIBRARIES.computeIfAbsent(this.classPath, GuideProject::libraries))) {
			Thread.currentThread().setContextClassLoader(loader);
			Map.Entry<?, ?> service = (Map.Entry<?, ?>) loader.loadClass(Inside.class.getName())
				.getMethod("start", String.class, String[].class)
				.invoke(null, application, this.onPostgres
						? new String[] { "--spring.datasource.url=" + Postgres.database() } : new String[0]);
			try (AutoCloseable context = (AutoCloseable) service.getKey()) {
				requests.accept((Integer) service.getValue());
			}
		}
		finally {
			Thread.currentThread().setContextClassLoader(before);
			FileSystemUtils.deleteRecursively(directory);
		}
	}

	/**
	 * Run tests as the command lines say, in a process whose directory is the project. A
	 * command that prints something fails, with these lines in its log.
	 */
	void test(List<Exchange> exchanges) throws Exception {
		application();
		Path directory = Files.createTempDirectory("guide");
		try {
			String classPath = Arrays.stream(build(directory)).map(URL::getPath).collect(Collectors.joining(":")) + ":"
					+ this.classPath;
			for (Exchange exchange : exchanges) {
				List<String> line = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java",
						"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", classPath));
				Stream.of(exchange.command().split(" ")).filter((word) -> word.startsWith("-D")).forEach(line::add);
				line.add(Inside.class.getName());
				tests()
					.filter((name) -> !exchange.command().contains("-Dtest=")
							|| exchange.command().contains(simpleName(name)))
					.forEach(line::add);
				Path log = directory.resolve("target/test.log");
				int status = new ProcessBuilder(line).directory(directory.toFile())
					.redirectErrorStream(true)
					.redirectOutput(log.toFile())
					.start()
					.waitFor();
				String printed = Files.readString(log);
				assertThat(status == 0).as("%s%n%s", exchange.command(), printed)
					.isEqualTo(exchange.output().isEmpty());
				exchange.output().lines().forEach((text) -> assertThat(printed).contains(text));
			}
		}
		finally {
			FileSystemUtils.deleteRecursively(directory);
		}
	}

	private Stream<String> tests() {
		return this.files.keySet()
			.stream()
			.filter((path) -> path.startsWith(TEST) && path.endsWith("Tests.java"))
			.map((path) -> className(path, TEST));
	}

	private static String simpleName(String className) {
		return className.substring(className.lastIndexOf('.') + 1);
	}

	private String application() throws IOException {
		String application = MAIN + "com/example/shop/ShopApplication.java";
		if (!this.files.containsKey(application)) {
			add(SHOP);
		}
		return application;
	}

	private static String className(String path, String root) {
		return path.substring(root.length(), path.length() - ".java".length()).replace('/', '.');
	}

	private static ClassLoader libraries(String classPath) {
		return new URLClassLoader(Arrays.stream(classPath.split(File.pathSeparator))
			.map(Path::of)
			.map(GuideProject::url)
			.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
	}

	private static URL url(Path path) {
		try {
			return path.toUri().toURL();
		}
		catch (MalformedURLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Write and compile the files and return where their classes and resources are.
	 */
	private URL[] build(Path directory) throws IOException {
		for (Map.Entry<String, String> file : this.files.entrySet()) {
			Path path = directory.resolve(file.getKey());
			Files.createDirectories(path.getParent());
			Files.writeString(path, file.getValue());
		}
		Path classes = Files.createDirectories(directory.resolve("target/classes"));
		Path testClasses = Files.createDirectories(directory.resolve("target/test-classes"));
		compile(directory.resolve(MAIN), classes, this.classPath);
		compile(directory.resolve(TEST), testClasses, classes + File.pathSeparator + this.classPath);
		return Stream
			.of(testClasses, directory.resolve("src/test/resources"), classes, directory.resolve("src/main/resources"))
			.filter(Files::exists)
			.map(GuideProject::url)
			.toArray(URL[]::new);
	}

	private static void compile(Path sources, Path classes, String classPath) throws IOException {
		if (!Files.exists(sources)) {
			return;
		}
		List<Path> files = new ArrayList<>();
		try (Stream<Path> all = Files.walk(sources)) {
			all.filter((path) -> path.toString().endsWith(".java")).forEach(files::add);
		}
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
			List<String> options = List.of("-d", classes.toString(), "-cp", classPath, "-parameters", "-proc:none",
					"--release", "17");
			assertThat(compiler.getTask(null, manager, null, options, null, manager.getJavaFileObjectsFromPaths(files))
				.call()).isTrue();
		}
		try (Stream<Path> all = Files.walk(sources)) {
			if (all.anyMatch((path) -> path.toString().endsWith(".kt"))) {
				assertThat(new K2JVMCompiler().exec(System.err, sources.toString(), "-d", classes.toString(), "-cp",
						classes + File.pathSeparator + classPath, "-no-stdlib", "-no-reflect", "-jvm-target", "17",
						"-java-parameters"))
					.isEqualTo(ExitCode.OK);
			}
		}
	}

}
