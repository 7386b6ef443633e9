package dev.errata.browser;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import javax.tools.ToolProvider;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.errata.contract.Contract;
import dev.errata.contract.ContractAutoConfiguration;
import dev.errata.contract.Contracts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Snippets of clients, run against a service that fails. A language that is not installed
 * is left out.
 */
class ClientSnippetsTests {

	private static final String IN_BODY = "errata.envelope.body={\"error\":{\"my-code\":\"{code}\",\"text\":\"{message}\"}}";

	private static final String IN_HEADER = "errata.envelope.body={\"error\":\"{message}\"}";

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ContractAutoConfiguration.class))
		.withPropertyValues("errata.codes.busy.status=503", "errata.codes.busy.retryable=true",
				"errata.codes.busy.fix=Wait.", "errata.codes.order_shipped=409", "errata.headers.X-Code={code}");

	@TempDir
	private Path directory;

	private HttpServer service;

	private final List<String> keys = Collections.synchronizedList(new ArrayList<>());

	private final List<String> failures = Collections.synchronizedList(new ArrayList<>());

	@BeforeEach
	void start() throws IOException {
		this.service = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
		this.service.createContext("/", this::answer);
		this.service.start();
	}

	@AfterEach
	void stop() {
		this.service.stop(0);
	}

	private void answer(HttpExchange exchange) throws IOException {
		this.keys.add(String.valueOf(exchange.getRequestHeaders().getFirst("Idempotency-Key")));
		String code = this.failures.isEmpty() ? null : this.failures.remove(0);
		byte[] body = ("{\"error\":{\"my-code\":\"" + code + "\"}}").getBytes(StandardCharsets.UTF_8);
		if (code != null) {
			exchange.getResponseHeaders().set("X-Code", code);
			exchange.getResponseHeaders().set("Retry-After", "1");
		}
		exchange.sendResponseHeaders((code != null) ? (code.equals("busy") ? 503 : 409) : 200, body.length);
		exchange.getResponseBody().write(body);
		exchange.close();
	}

	@ParameterizedTest
	@EnumSource
	void retryableCodeIsRetriedWithTheSameKey(ClientSnippets.Language language) throws Exception {
		this.failures.addAll(List.of("busy", "busy"));
		long start = System.nanoTime();
		String out = run(language, "busy", IN_BODY);
		assertThat(out).contains("fine");
		assertThat(this.keys).hasSize(3).doesNotContain("null");
		assertThat(this.keys.stream().distinct()).hasSize(1);
		assertThat(System.nanoTime() - start).isGreaterThan(TimeUnit.SECONDS.toNanos(2));
	}

	@ParameterizedTest
	@EnumSource
	void otherCodeIsNotSwallowed(ClientSnippets.Language language) throws Exception {
		this.failures.add("order_shipped");
		assertThat(run(language, "busy", IN_HEADER)).doesNotContain("fine").contains("409 order_shipped");
		assertThat(this.keys).hasSize(1);
	}

	@ParameterizedTest
	@EnumSource
	void codeThatIsNotRetryableIsAnErrorOfItsOwn(ClientSnippets.Language language) throws Exception {
		this.failures.add("order_shipped");
		assertThat(run(language, "order_shipped", IN_BODY)).doesNotContain("fine")
			.contains((language == ClientSnippets.Language.GO) ? "409: order_shipped" : "409 order_shipped");
		assertThat(this.keys).containsExactly("null");
		assertThat(run(language, "order_shipped", IN_HEADER)).contains("fine");
	}

	@Test
	void curlWaitsAndRetries() throws Exception {
		this.failures.add("busy");
		String script = snippets("busy", IN_BODY, "POST").stream()
			.filter((snippet) -> snippet.name().equals("curl"))
			.findFirst()
			.orElseThrow()
			.text();
		Assumptions.assumeTrue(isInstalled("curl") && isInstalled("sh"), "curl is not installed");
		assertThat(execute("sh", "-c", script.replace("$(uuidgen)", "k-1"))).contains("my-code");
		assertThat(this.keys).containsExactly("k-1", "k-1");
	}

	@ParameterizedTest
	@ValueSource(strings = { "busy", "order_shipped" })
	void withoutTheCodeOnTheWireThereIsOnlyCurl(String code) {
		this.runner
			.withPropertyValues("errata.envelope.body={\"error\":\"{message} {code}\"}", "errata.headers.X-Code=")
			.run((context) -> assertThat(snippets(context.getBean(Contracts.class), code, null))
				.map(PageModel.Snippet::name)
				.containsExactly("curl"));
	}

	private List<PageModel.Snippet> snippets(String code, String envelope, String method) {
		List<PageModel.Snippet> snippets = new ArrayList<>();
		this.runner.withPropertyValues(envelope)
			.run((context) -> snippets.addAll(snippets(context.getBean(Contracts.class), code, method)));
		return snippets;
	}

	private List<PageModel.Snippet> snippets(Contracts contracts, String code, String method) {
		Contract contract = contracts.all().get(0);
		return new ClientSnippets(contract, EnvelopeShape.of(contract), new ClientTypes(contracts.all()),
				new Templates(), true)
			.of(contract.catalog().find(code), method, url());
	}

	private String run(ClientSnippets.Language language, String code, String envelope) throws Exception {
		String name = switch (language) {
			case TYPESCRIPT -> "TypeScript";
			case JAVA -> "Java";
			case PYTHON -> "Python";
			case GO -> "Go";
		};
		String snippet = snippets(code, envelope, null).stream()
			.filter((candidate) -> candidate.name().equals(name))
			.findFirst()
			.orElseThrow()
			.text();
		boolean retry = code.equals("busy");
		return switch (language) {
			case TYPESCRIPT -> typeScript(snippet);
			case JAVA -> java(snippet, retry);
			case PYTHON -> python(snippet);
			case GO -> go(snippet, retry);
		};
	}

	private String typeScript(String snippet) throws Exception {
		Assumptions.assumeTrue(isInstalled("node"), "Node.js is not installed");
		// without its types, it is JavaScript
		String script = snippet.replaceAll("import type .*\n", "")
			.replaceAll(": (string|RequestInit|Promise<Response>|DefaultError)\\b", "")
			.replaceAll(": Promise<Response>", "")
			.replaceAll(" as DefaultErrorCode", "");
		Files.writeString(this.directory.resolve("send.mjs"),
				script + "\nsend('" + url() + "').then(() => console.log('fine'), (it) => console.log(String(it)));\n");
		return execute("node", "send.mjs");
	}

	private String python(String snippet) throws Exception {
		Assumptions.assumeTrue(isInstalled("python3"), "Python is not installed");
		Files.writeString(this.directory.resolve("send.py"), snippet + "\n\ntry:\n    send(urllib.request.Request('"
				+ url() + "'))\n    print('fine')\nexcept Exception as failure:\n    print(failure)\n");
		return execute("python3", "send.py");
	}

	private String go(String snippet, boolean retry) throws Exception {
		Assumptions.assumeTrue(isInstalled("go"), "Go is not installed");
		Files.writeString(this.directory.resolve("go.mod"), "module client\n\ngo 1.21\n");
		String request = "http.NewRequest(\"GET\", \"" + url() + "\", nil)";
		String call = retry ? "Send(func() (*http.Request, error) { return " + request + " })"
				: "Send(func() *http.Request { request, _ := " + request + "; return request }())";
		Files.writeString(this.directory.resolve("main.go"),
				snippet.replaceFirst("package client", "package main") + "\nfunc main() {\n\tif _, err := " + call
						+ "; err != nil {\n\t\tfmt.Println(err)\n\t} else {\n\t\tfmt.Println(\"fine\")\n\t}\n}\n");
		return execute("go", "run", ".");
	}

	private String java(String snippet, boolean retry) throws Exception {
		Path source = this.directory.resolve("Client.java");
		Files.writeString(source, "import java.io.*;\nimport java.net.http.*;\nimport java.util.*;\n"
				+ "import tools.jackson.databind.json.JsonMapper;\n\npublic class Client {\n" + snippet + "\n}\n");
		ByteArrayOutputStreamText errors = new ByteArrayOutputStreamText();
		assertThat(ToolProvider.getSystemJavaCompiler()
			.run(null, errors, errors, "-d", this.directory.toString(), "-proc:none", "-cp",
					System.getProperty("java.class.path"), source.toString()))
			.as(errors.toString())
			.isZero();
		try (URLClassLoader loader = new URLClassLoader(new java.net.URL[] { this.directory.toUri().toURL() })) {
			Class<?> type = loader.loadClass("Client");
			Object client = type.getConstructor().newInstance();
			HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url()));
			var send = type.getDeclaredMethod("send", HttpClient.class,
					retry ? HttpRequest.Builder.class : HttpRequest.class);
			send.setAccessible(true);
			send.invoke(client, HttpClient.newHttpClient(), retry ? request : request.build());
			return "fine";
		}
		catch (java.lang.reflect.InvocationTargetException ex) {
			return String.valueOf(ex.getCause());
		}
	}

	private String url() {
		return "http://127.0.0.1:" + this.service.getAddress().getPort() + "/orders";
	}

	private static boolean isInstalled(String program) {
		return Stream.of(String.valueOf(System.getenv("PATH")).split(File.pathSeparator))
			.anyMatch((directory) -> Files.isExecutable(Path.of(directory, program)));
	}

	private String execute(String... command) throws Exception {
		Process process = new ProcessBuilder(command).directory(this.directory.toFile())
			.redirectErrorStream(true)
			.start();
		process.getOutputStream().close();
		try (InputStream out = process.getInputStream()) {
			String text = new String(out.readAllBytes(), StandardCharsets.UTF_8);
			assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
			return text;
		}
	}

	private static final class ByteArrayOutputStreamText extends java.io.ByteArrayOutputStream {

		@Override
		public String toString() {
			return toString(StandardCharsets.UTF_8);
		}

	}

}
