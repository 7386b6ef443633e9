package dev.errata.matrix;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import dev.errata.matrix.Row.Server;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The answers of the service as a WAR in a Tomcat that knows nothing of it.
 */
class WarIT {

	private static final Tomcat TOMCAT = new Tomcat();

	@BeforeAll
	static void start() throws Exception {
		Path base = Files.createTempDirectory(Path.of("target"), "tomcat").toAbsolutePath();
		Files.createDirectories(base.resolve("webapps"));
		TOMCAT.setBaseDir(base.toString());
		TOMCAT.setPort(0);
		TOMCAT.getConnector();
		StandardContext context = (StandardContext) TOMCAT.addWebapp("", System.getProperty("war"));
		context.setParentClassLoader(new TomcatClasses());
		TOMCAT.start();
	}

	@AfterAll
	static void stop() throws LifecycleException {
		TOMCAT.stop();
		TOMCAT.destroy();
	}

	@TestFactory
	Stream<DynamicTest> answers() {
		int port = TOMCAT.getConnector().getLocalPort();
		return Rows.all().stream().map((row) -> row.test(Server.WAR, port));
	}

	/**
	 * What an application sees of the process: Tomcat, and none of the tests.
	 */
	private static final class TomcatClasses extends ClassLoader {

		TomcatClasses() {
			super(ClassLoader.getPlatformClassLoader());
		}

		@Override
		protected Class<?> findClass(String name) throws ClassNotFoundException {
			if (name.startsWith("jakarta.") || name.startsWith("org.apache.")) {
				return Tomcat.class.getClassLoader().loadClass(name);
			}
			throw new ClassNotFoundException(name);
		}

	}

}
