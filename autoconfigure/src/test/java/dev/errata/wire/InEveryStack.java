package dev.errata.wire;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs the tests of a class with Spring MVC on Tomcat and on Jetty, and with Spring
 * WebFlux on Reactor Netty. Their sources name no types of either. A field that is a
 * {@link Parameter} holds the {@link Service.Container}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ParameterizedClass(name = "{0}")
@MethodSource("dev.errata.wire.Service$Container#ofEachStack")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public @interface InEveryStack {

}
