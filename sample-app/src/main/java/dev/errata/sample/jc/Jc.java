package dev.errata.sample.jc;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.errata.client.RemoteApiException;
import dev.errata.client.RemoteApis;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.DefaultApplicationArguments;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.HttpHeaders;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/**
 * The command line of joule: {@code jc chat "hello"}, {@code jc workload NAME},
 * {@code jc balance}. It ends with the exit code that the contract has for an error, else
 * with 1; what it was asked for in the wrong way ends with 2.
 */
public final class Jc {

	private static final int GENERIC_ERROR = 1;

	private static final int BAD_ARGUMENT = 2;

	private static final Map<String, Integer> ARGUMENTS = Map.of("chat", 1, "workload", 1, "balance", 0);

	private static final Set<String> OPTIONS = Set.of("url", "token", "model");

	private static final String USAGE = """
			usage: jc chat TEXT [--model=auto]
			       jc workload NAME
			       jc balance
			options: --url=http://localhost:8080  --token=joule-valid
			""";

	private final DefaultApplicationArguments arguments;

	private Jc(String... args) {
		this.arguments = new DefaultApplicationArguments(args);
	}

	/**
	 * Run a command.
	 * @param args the command and its arguments
	 * @return the exit code
	 */
	public static int run(String... args) {
		Jc jc = new Jc(args);
		String url = jc.option("url", "http://localhost:8080").replaceFirst("/+$", "");
		if (!jc.isSound() || !isUrl(url)) {
			System.err.print(USAGE);
			return BAD_ARGUMENT;
		}
		try (ConfigurableApplicationContext context = start(url)) {
			System.out.println(jc.call(context.getBean(RemoteApis.class)));
			return 0;
		}
		catch (RestClientException ex) {
			return tell(RemoteApiException.of(ex), url);
		}
	}

	private static int tell(@Nullable RemoteApiException error, String url) {
		if (error == null) {
			System.err.println("jc: There is no answer from " + url + " that makes sense.");
			return GENERIC_ERROR;
		}
		String message = (error.remoteMessage() != null) ? error.remoteMessage()
				: "The service answered with status " + error.status() + ".";
		System.err.println("jc: " + message + " (" + error.code()
				+ ((error.requestId() != null) ? ", request " + error.requestId() : "") + ")");
		return error.getExitCode();
	}

	private static ConfigurableApplicationContext start(String url) {
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.lazyInitialization(true)
			.registerShutdownHook(false)
			.run("--errata.clients.joule.url=" + url + "/joule", "--logging.level.root=off",
					"--spring.main.banner-mode=off", "--spring.main.log-startup-info=false");
	}

	private static boolean isUrl(String url) {
		try {
			URI uri = URI.create(url);
			return uri.getHost() != null && Set.of("http", "https").contains(uri.getScheme())
					&& uri.getRawUserInfo() == null && uri.getRawQuery() == null && uri.getRawFragment() == null;
		}
		catch (IllegalArgumentException ex) {
			return false;
		}
	}

	private boolean isSound() {
		List<String> words = this.arguments.getNonOptionArgs();
		return !words.isEmpty() && Integer.valueOf(words.size() - 1).equals(ARGUMENTS.get(words.get(0)))
				&& OPTIONS.containsAll(this.arguments.getOptionNames());
	}

	private String option(String name, String otherwise) {
		List<String> values = this.arguments.getOptionValues(name);
		return (values != null && !values.isEmpty()) ? values.get(0) : otherwise;
	}

	private String call(RemoteApis apis) {
		RestClient joule = apis.restClientBuilder("joule")
			.defaultHeader(HttpHeaders.AUTHORIZATION, "Bearer " + option("token", "joule-valid"))
			.build();
		List<String> words = this.arguments.getNonOptionArgs();
		return switch (words.get(0)) {
			case "chat" -> joule.post()
				.uri("/v1/chat/completions")
				.body(new Chat(option("model", "auto"), List.of(new Message("user", words.get(1)))))
				.retrieve()
				.requiredBody(Completion.class)
				.choices()
				.get(0)
				.message()
				.content();
			case "workload" ->
				joule.get().uri("/v1/workloads/{name}", words.get(1)).retrieve().requiredBody(Workload.class).name();
			default -> joule.get().uri("/v1/balance").retrieve().requiredBody(Balance.class).balance();
		};
	}

	record Chat(String model, List<Message> messages) {
	}

	record Message(String role, String content) {
	}

	record Completion(List<Choice> choices) {
	}

	record Choice(Message message) {
	}

	record Workload(String name) {
	}

	record Balance(String balance) {
	}

	/**
	 * The application behind the command line; no component, or the service would find
	 * it.
	 */
	@EnableAutoConfiguration
	static class Application {

	}

}
