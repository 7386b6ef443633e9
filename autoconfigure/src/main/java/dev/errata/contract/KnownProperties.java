package dev.errata.contract;

import java.util.function.Consumer;

import org.springframework.util.Assert;

/**
 * A name below {@code errata.} that another part of Errata owns, and how what stands
 * there is checked. A name that nobody knows is reported at start-up.
 *
 * @param name the first element behind {@code errata.}
 * @param check binds what stands below the name, and tells its faults; it is called
 * before there are contracts, whether or not the part is enabled
 * @since 0.1.0
 */
public record KnownProperties(String name, Consumer<PropertiesCheck> check) {

	public KnownProperties {
		Assert.notNull(name, "'name' must not be null");
		Assert.notNull(check, "'check' must not be null");
	}

}
