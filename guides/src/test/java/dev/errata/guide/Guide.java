package dev.errata.guide;

import java.util.List;
import java.util.stream.Stream;

import dev.errata.sample.docs.Exchange;
import dev.errata.sample.docs.Page;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A page that builds a project, step by step. The comment in front of a block says what
 * to do with it: {@code file: PATH} writes a file, {@code add: PATH} adds to one,
 * {@code run} starts the service and sends the requests of the block, and {@code test}
 * runs the tests of the project.
 */
final class Guide {

	private static final List<String> STEPS = List.of("run", "test");

	private final Page page;

	private Guide(Page page) {
		this.page = page;
	}

	/**
	 * Return the steps of all guides whose names start as given.
	 */
	static Stream<DynamicContainer> in(String start) {
		List<Page> pages = Page.all().stream().filter((page) -> page.name().startsWith(start)).toList();
		assertThat(pages).isNotEmpty();
		return pages.stream()
			.map(Guide::new)
			.filter((guide) -> guide.steps().findAny().isPresent())
			.map((guide) -> DynamicContainer.dynamicContainer(guide.page.name(), guide.steps()));
	}

	private Stream<DynamicTest> steps() {
		return this.page.blocks()
			.stream()
			.filter((block) -> STEPS.contains(block.comment()))
			.map((block) -> DynamicTest.dynamicTest(block + " " + block.comment(), () -> {
				GuideProject project = project(block);
				if (block.comment().equals("run")) {
					project.run((port) -> check(block, port));
				}
				else {
					project.test(Exchange.in(block.text()));
				}
			}));
	}

	/**
	 * Return the project as it is before a block.
	 */
	private GuideProject project(Page.Block step) {
		GuideProject project = new GuideProject(
				String.join("\n", this.page.text().lines().limit(step.line()).toList()));
		for (Page.Block block : this.page.blocks()) {
			if (block.line() < step.line()) {
				if (block.comment().startsWith("file: ")) {
					project.write(block.comment().substring("file: ".length()), block.text());
				}
				else if (block.comment().startsWith("add: ")) {
					project.add(block.comment().substring("add: ".length()), block.text());
				}
			}
		}
		return project;
	}

	private static void check(Page.Block block, int port) {
		SoftAssertions.assertSoftly((assertions) -> {
			for (Exchange exchange : Exchange.in(block.text())) {
				assertions.assertThat(Exchange.masked(exchange.run(port)))
					.as("%s: %s", block, exchange.command())
					.isEqualTo(Exchange.masked(exchange.output()));
			}
		});
	}

}
