package io.aerosocket.spring.handler;

import java.util.ArrayList;
import java.util.List;

import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.OrderUtils;
import org.springframework.util.ClassUtils;

/**
 * Finds the {@link AeroSocketAdvice} beans of a bean factory.
 */
final class AdviceBeans {

	private AdviceBeans() {
	}

	/**
	 * Finds the beans and creates them.
	 * @param beanFactory the bean factory, without its parents
	 * @param problems takes what is wrong with them
	 * @return the beans in order
	 */
	static List<AdviceBean> find(ConfigurableListableBeanFactory beanFactory, List<HandlerProblem> problems) {
		List<AdviceBean> found = new ArrayList<>();
		for (String name : beanFactory.getBeanNamesForAnnotation(AeroSocketAdvice.class)) {
			AeroSocketAdvice selectors = beanFactory.findAnnotationOnBean(name, AeroSocketAdvice.class);
			if (selectors == null) {
				continue;
			}
			if (!beanFactory.isSingleton(name)) {
				Class<?> type = AutoProxyUtils.determineTargetClass(beanFactory, name);
				problems.add(new HandlerProblem(HandlerBean.label(name, (type != null) ? type : Object.class), "",
						"it is not a singleton, but it serves all connections", "remove its scope"));
				continue;
			}
			Object instance = beanFactory.getBean(name);
			Class<?> type = AopUtils.isAopProxy(instance) ? AopUtils.getTargetClass(instance)
					: ClassUtils.getUserClass(instance);
			found.add(new AdviceBean(name, instance, type, selectors));
		}
		found.sort((one, other) -> Integer.compare(order(one), order(other)));
		return found;
	}

	private static int order(AdviceBean bean) {
		if (bean.instance() instanceof Ordered ordered) {
			return ordered.getOrder();
		}
		return OrderUtils.getOrder(bean.type(), Ordered.LOWEST_PRECEDENCE);
	}

}
