package io.aerosocket.sample.packaged;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Optional;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Skips tests where no network can be made whose wire can be cut, and says why.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsDistantNetwork.Condition.class)
@interface NeedsDistantNetwork {

	/**
	 * Tries to make one.
	 */
	class Condition implements ExecutionCondition {

		private static final Optional<String> missing = DistantNetwork.missing();

		@Override
		public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
			return missing.map((what) -> ConditionEvaluationResult.disabled("missing: " + what))
				.orElseGet(() -> ConditionEvaluationResult.enabled("a network was made"));
		}

	}

}
