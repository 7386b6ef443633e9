package dev.errata.validation;

import java.lang.reflect.Constructor;
import java.lang.reflect.Parameter;

import org.springframework.beans.BeanUtils;
import org.springframework.web.bind.annotation.BindParam;

/**
 * The names of form fields and query parameters that are bound to an object:
 * {@link BindParam} on the parameters of its constructor.
 */
final class BindParamNames implements ClientPropertyNames {

	@Override
	public String nameOf(Class<?> type, String property) {
		try {
			Constructor<?> constructor = BeanUtils.getResolvableConstructor(type);
			String[] names = BeanUtils.getParameterNames(constructor);
			Parameter[] parameters = constructor.getParameters();
			for (int i = 0; i < names.length; i++) {
				BindParam annotation = parameters[i].getAnnotation(BindParam.class);
				if (names[i].equals(property) && annotation != null) {
					return annotation.value();
				}
			}
		}
		catch (IllegalStateException ex) {
			// no single constructor, hence none with names of its own
		}
		return property;
	}

}
