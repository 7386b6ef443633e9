package dev.errata.client;

import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.ConfigurationPropertyState;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Matches if there is any property below {@code errata.clients}, valid or not.
 */
final class OnClientsCondition extends SpringBootCondition {

	private static final ConfigurationPropertyName CLIENTS = ConfigurationPropertyName.of("errata.clients");

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		ConditionMessage.Builder message = ConditionMessage.forCondition("Clients");
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(context.getEnvironment())) {
			if (source.containsDescendantOf(CLIENTS) == ConfigurationPropertyState.PRESENT) {
				return ConditionOutcome.match(message.found("properties below").items(CLIENTS));
			}
		}
		return ConditionOutcome.noMatch(message.didNotFind("any property below").items(CLIENTS));
	}

}
