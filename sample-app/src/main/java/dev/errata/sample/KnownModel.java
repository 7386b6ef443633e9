package dev.errata.sample;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;

/**
 * A rule of our own: the model is one of those on offer. The contracts name it in their
 * {@code constraints}.
 */
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = KnownModel.Validator.class)
public @interface KnownModel {

	/**
	 * The models on offer, separated by a comma and a space.
	 */
	String value();

	String message() default "must be one of {value}";

	Class<?>[] groups() default {};

	Class<? extends Payload>[] payload() default {};

	/**
	 * Checks the rule; what is missing is the business of another one.
	 */
	class Validator implements ConstraintValidator<KnownModel, String> {

		private List<String> models = List.of();

		@Override
		public void initialize(KnownModel rule) {
			this.models = List.of(rule.value().split(", "));
		}

		@Override
		public boolean isValid(String model, ConstraintValidatorContext context) {
			return model == null || this.models.contains(model);
		}

	}

}
