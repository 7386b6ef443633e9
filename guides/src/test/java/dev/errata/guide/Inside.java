package dev.errata.guide;

import java.io.PrintWriter;
import java.util.Map;

import org.apache.catalina.webresources.TomcatURLStreamHandlerFactory;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.StringUtils;

/**
 * What happens behind the class loader of a project, which has its own Spring and JUnit.
 */
public final class Inside {

	private Inside() {
	}

	/**
	 * Start the service and return what stops it, and its port.
	 */
	public static Map.Entry<AutoCloseable, Integer> start(String application, String... properties)
			throws ClassNotFoundException {
		// only one of the projects in this process could have it
		TomcatURLStreamHandlerFactory.disable();
		ConfigurableApplicationContext context = SpringApplication.run(type(application),
				StringUtils.concatenateStringArrays(properties, new String[] { "--server.port=0",
						"--server.shutdown=immediate", "--spring.main.banner-mode=off", "--logging.level.root=warn" }));
		return Map.entry(context, ((WebServerApplicationContext) context).getWebServer().getPort());
	}

	/**
	 * Run test classes.
	 */
	public static void main(String[] names) throws ClassNotFoundException {
		LauncherDiscoveryRequestBuilder request = LauncherDiscoveryRequestBuilder.request();
		for (String name : names) {
			request.selectors(DiscoverySelectors.selectClass(type(name)));
		}
		SummaryGeneratingListener listener = new SummaryGeneratingListener();
		LauncherFactory.create().execute(request.build(), listener);
		TestExecutionSummary summary = listener.getSummary();
		summary.printFailuresTo(new PrintWriter(System.out, true));
		System.exit((summary.getTestsSucceededCount() > 0 && summary.getTotalFailureCount() == 0) ? 0 : 1);
	}

	private static Class<?> type(String name) throws ClassNotFoundException {
		return Class.forName(name, true, Thread.currentThread().getContextClassLoader());
	}

}
