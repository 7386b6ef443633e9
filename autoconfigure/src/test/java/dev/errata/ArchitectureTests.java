package dev.errata;

import java.util.Set;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.jspecify.annotations.NullMarked;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;

import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the layout of the house.
 */
@AnalyzeClasses(packages = "dev.errata", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

	private static final DescribedPredicate<JavaMember> OF_A_HIDDEN_CLASS = DescribedPredicate
		.describe("of a class that is not public", (member) -> !isVisible(member.getOwner()));

	@ArchTest
	static final ArchRule packagesAreFreeOfCycles = slices().matching("dev.errata.(**)").should().beFreeOfCycles();

	@ArchTest
	static final ArchRule coreIsFreeOfTechnology = noClasses().that()
		.resideInAnyPackage("dev.errata.catalog..", "dev.errata.template..", "dev.errata.error..",
				"dev.errata.requestid..", "dev.errata.time", "dev.errata.quota", "dev.errata.limits",
				"dev.errata.exitcode", "dev.errata.idempotency", "dev.errata.web")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("jakarta.servlet..", "tools.jackson..", "com.fasterxml..", "reactor..", "java.sql..",
				"javax.sql..", "org.springframework.jdbc..", "org.springframework.data..", "redis..", "io.lettuce..",
				"org.reactivestreams..", "io.netty..", "io.r2dbc..", "org.springframework.web.servlet..",
				"org.springframework.web.reactive..");

	@ArchTest
	static final ArchRule storesKnowNoDoors = noClasses().that()
		.resideInAnyPackage("dev.errata.idempotency.jdbc", "dev.errata.idempotency.redis")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("jakarta.servlet..", "org.springframework.web.servlet..",
				"org.springframework.web.reactive..", "org.springframework.web.server..", "dev.errata.web..",
				"dev.errata.idempotency.servlet..", "dev.errata.idempotency.reactive..");

	@ArchTest
	static final ArchRule servletRoomsKnowNoReactor = noClasses().that()
		.resideInAPackage("dev.errata..servlet..")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("reactor..", "org.reactivestreams..", "io.netty..", "org.springframework.web.reactive..",
				"dev.errata..reactive..");

	@ArchTest
	static final ArchRule reactiveRoomsKnowNoServlet = noClasses().that()
		.resideInAPackage("dev.errata..reactive..")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("jakarta.servlet..", "org.springframework.web.servlet..", "dev.errata..servlet..");

	@ArchTest
	static final ArchRule catalogKnowsNothingElse = knowsNothingElse("dev.errata.catalog");

	@ArchTest
	static final ArchRule templatesKnowNothingElse = knowsNothingElse("dev.errata.template");

	@ArchTest
	static final ArchRule importsRunTowardsTheCatalog = layeredArchitecture().consideringOnlyDependenciesInLayers()
		.layer("catalog")
		.definedBy("dev.errata.catalog")
		.layer("error")
		.definedBy("dev.errata.error")
		.layer("envelope")
		.definedBy("dev.errata.envelope")
		.layer("properties")
		.definedBy("dev.errata.properties")
		.layer("contract")
		.definedBy("dev.errata.contract")
		.layer("web")
		.definedBy("dev.errata.web")
		.layer("stacks")
		.definedBy("dev.errata.web.servlet", "dev.errata.web.reactive")
		.layer("client")
		.definedBy("dev.errata.client")
		.whereLayer("stacks")
		.mayNotBeAccessedByAnyLayer()
		.whereLayer("client")
		.mayNotBeAccessedByAnyLayer()
		.whereLayer("web")
		.mayOnlyBeAccessedByLayers("stacks")
		.whereLayer("contract")
		.mayOnlyBeAccessedByLayers("web", "stacks", "client")
		.whereLayer("properties")
		.mayOnlyBeAccessedByLayers("contract", "web", "stacks", "client")
		.whereLayer("envelope")
		.mayOnlyBeAccessedByLayers("contract", "web", "stacks", "client")
		.whereLayer("error")
		.mayOnlyBeAccessedByLayers("envelope", "properties", "contract", "web", "stacks", "client");

	@ArchTest
	static final ArchRule clientKnowsNoServer = noClasses().that()
		.resideInAPackage("dev.errata.client")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("jakarta.servlet..", "org.springframework.web.servlet..",
				"org.springframework.web.server..", "dev.errata.web..");

	@ArchTest
	static final ArchRule redisIsKnownToItsRoomAlone = noClasses().that()
		.resideOutsideOfPackage("dev.errata.idempotency.redis")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("org.springframework.data.redis..", "io.lettuce..", "redis..");

	@ArchTest
	static final ArchRule nobodyNeedsThePages = noClasses().that()
		.resideOutsideOfPackage("dev.errata.browser..")
		.should()
		.dependOnClassesThat()
		.resideInAPackage("dev.errata.browser..");

	@ArchTest
	static final ArchRule assertionsNeedNoTestLibrary = noClasses().that()
		.resideInAPackage("dev.errata.test")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("org.junit..", "org.assertj..", "org.springframework.test..", "dev.errata.web..");

	@ArchTest
	static final ArchRule nobodyNeedsTheAssertions = noClasses().that()
		.resideOutsideOfPackage("dev.errata.test")
		.should()
		.dependOnClassesThat()
		.resideInAPackage("dev.errata.test");

	@ArchTest
	static final ArchRule nobodyNeedsTheObservers = noClasses().that()
		.resideOutsideOfPackages("dev.errata.metrics", "dev.errata.openapi", "dev.errata.idempotency.actuate")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("dev.errata.metrics", "dev.errata.openapi", "dev.errata.idempotency.actuate");

	@ArchTest
	static final ArchRule metersAreAtHomeInMetrics = noClasses().that()
		.resideOutsideOfPackage("dev.errata.metrics")
		.should()
		.dependOnClassesThat()
		.resideInAPackage("io.micrometer.core..");

	@ArchTest
	static final ArchRule descriptionsAreAtHomeInOpenApi = noClasses().that()
		.resideOutsideOfPackage("dev.errata.openapi")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("org.springdoc..", "io.swagger..");

	@ArchTest
	static final ArchRule autoConfigurationsArePublicAndFinal = classes().that()
		.areAnnotatedWith(AutoConfiguration.class)
		.should()
		.bePublic()
		.andShould()
		.haveModifier(JavaModifier.FINAL);

	@ArchTest
	static final ArchRule beanMethodsAreHidden = methods().that()
		.areAnnotatedWith(Bean.class)
		.and(are(DescribedPredicate.not(OF_A_HIDDEN_CLASS)))
		.should()
		.bePackagePrivate();

	@ArchTest
	static final ArchRule namesTellAPurpose = noClasses().should()
		.haveNameMatching(".*(Util|Utils|Helper|Helpers|Manager|Impl)(\\$.*)?");

	@ArchTest
	static void packagesAreNullMarked(JavaClasses classes) {
		Set<JavaPackage> packages = classes.getPackage("dev.errata").getSubpackagesInTree();
		assertThat(packages).isNotEmpty();
		assertThat(packages).filteredOn((it) -> !it.getClasses().isEmpty())
			.allMatch((it) -> it.isAnnotatedWith(NullMarked.class), "is annotated with @NullMarked");
	}

	private static ArchRule knowsNothingElse(String room) {
		return noClasses().that()
			.resideInAPackage(room)
			.should()
			.dependOnClassesThat(DescribedPredicate.describe("stand in another package of Errata",
					(type) -> type.getPackageName().startsWith("dev.errata") && !type.getPackageName().equals(room)));
	}

	private static boolean isVisible(JavaClass type) {
		return type.getModifiers().contains(JavaModifier.PUBLIC)
				&& type.getEnclosingClass().map(ArchitectureTests::isVisible).orElse(true);
	}

}
