package dev.errata.wire;

/**
 * Tests of a service that is started in every stack, one after the other.
 */
@InEveryStack
public abstract class EveryStackTests extends ContainerTests {

}
