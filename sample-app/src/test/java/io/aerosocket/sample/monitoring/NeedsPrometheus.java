package io.aerosocket.sample.monitoring;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Skips tests where there is no Prometheus, and says what was missing.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsPrometheus.Condition.class)
@interface NeedsPrometheus {

	/**
	 * Looks for the programs.
	 */
	class Condition implements ExecutionCondition {

		@Override
		public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
			if (Prometheus.find("prometheus").isPresent() && Prometheus.find("promtool").isPresent()) {
				return ConditionEvaluationResult.enabled("found");
			}
			return ConditionEvaluationResult.disabled("missing: " + Prometheus.WHAT_IS_MISSING);
		}

	}

}
