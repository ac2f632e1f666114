package io.aerosocket.spring.handler;

/**
 * One thing that is wrong with a handler's declaration.
 *
 * @param bean the bean's name and class
 * @param method the method, or an empty string where it concerns the whole class
 * @param problem what is wrong
 * @param action what to write instead
 */
public record HandlerProblem(String bean, String method, String problem, String action) {

	@Override
	public String toString() {
		String where = this.method.isEmpty() ? this.bean : this.bean + ", method " + this.method;
		return where + ": " + this.problem + " (" + this.action + ")";
	}

}
