package dev.errata.error;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;

import dev.errata.catalog.CatalogEntry;
import dev.errata.catalog.CodeNames;
import dev.errata.catalog.Fault;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.util.StringUtils;

/**
 * The attributes that a code takes from the exceptions that end in it: each is a property
 * of the exception, or a property of one. How a class is read is found out once.
 */
final class ExceptionAttributes {

	private static final Logger logger = LoggerFactory.getLogger(ExceptionAttributes.class);

	private static final Pattern PATH = Pattern.compile("[A-Za-z_$][\\w$]*(\\.[A-Za-z_$][\\w$]*){0,4}");

	private final Map<String, List<Property>> attributes = new LinkedHashMap<>();

	ExceptionAttributes(Map<String, String> details) {
		details.forEach((name, path) -> this.attributes.put(name,
				Arrays.stream(path.split("\\.")).map(Property::new).toList()));
	}

	/**
	 * Check what the entries of a catalog take from their exceptions.
	 * @return a fault for each attribute that none of the exceptions can have
	 */
	static List<Fault> check(Collection<CatalogEntry> entries) {
		List<Fault> faults = new ArrayList<>();
		for (CatalogEntry entry : entries) {
			for (Map.Entry<String, String> detail : entry.details().entrySet()) {
				Fault fault = check("codes." + entry.code() + ".details." + detail.getKey(), detail.getValue(), entry);
				if (fault != null) {
					faults.add(fault);
				}
			}
		}
		return faults;
	}

	private static @Nullable Fault check(String property, String path, CatalogEntry entry) {
		if (!PATH.matcher(path).matches()) {
			return new Fault(property, path, "This is not the name of a property.",
					"Write one of the exception's, such as sku, or order.id.");
		}
		List<String> names = List.of(path.split("\\."));
		if (Property.OF_EVERY_EXCEPTION.contains(names.get(0))) {
			return new Fault(property, path, "Every exception has this property; it is for the log.",
					"Name a property of the exception's own; 'expose-message: true' sends its message.");
		}
		if (entry.exceptions().isEmpty() || entry.exceptions().stream().anyMatch((type) -> has(type, names))) {
			return null;
		}
		Set<String> known = new TreeSet<>();
		entry.exceptions().forEach((type) -> known.addAll(propertiesOf(type, Property.OF_EVERY_EXCEPTION)));
		List<String> nearest = CodeNames.nearest(names.get(0), List.copyOf(known));
		return new Fault(property, path, "None of the code's exceptions has this property.",
				(!nearest.isEmpty() && !nearest.contains(names.get(0))) ? CodeNames.didYouMean(nearest)
						: "Write one that has a public getter (getSku()), accessor (sku()) or field.");
	}

	private static boolean has(Class<?> type, List<String> names) {
		Class<?> owner = type;
		for (String name : names) {
			Class<?> result = Property.typeOf(owner, name);
			if (result == null) {
				// the properties of an Object depend on the instance
				return owner == Object.class;
			}
			owner = result;
		}
		return true;
	}

	private static Set<String> propertiesOf(Class<?> type, Set<String> except) {
		Set<String> names = new TreeSet<>();
		for (Method method : type.getMethods()) {
			String name = method.getName();
			if (Property.isAccessor(method)) {
				names.add((name.startsWith("get") && name.length() > 3) ? StringUtils.uncapitalize(name.substring(3))
						: (name.startsWith("is") && name.length() > 2) ? StringUtils.uncapitalize(name.substring(2))
								: name);
			}
		}
		for (Field field : type.getFields()) {
			names.add(field.getName());
		}
		names.removeAll(except);
		return names;
	}

	/**
	 * Return the attributes of an exception: those that it has.
	 */
	Map<String, Object> of(Throwable exception) {
		Map<String, Object> values = new LinkedHashMap<>();
		this.attributes.forEach((name, path) -> {
			Object value = exception;
			for (int i = 0; i < path.size() && value != null; i++) {
				value = path.get(i).read(value);
				value = (value instanceof Optional<?> optional) ? optional.orElse(null) : value;
			}
			if (value != null) {
				values.put(name, value);
			}
		});
		return values;
	}

	/**
	 * A property by its name, of whatever class.
	 */
	private static final class Property {

		/** Is not read before a code has details. */
		static final Set<String> OF_EVERY_EXCEPTION = propertiesOf(Throwable.class, Set.of());

		private static final MethodType READ = MethodType.methodType(Object.class, Object.class);

		private final String name;

		private final AtomicBoolean complained = new AtomicBoolean();

		private final ClassValue<Optional<MethodHandle>> handles = new ClassValue<>() {

			@Override
			protected Optional<MethodHandle> computeValue(Class<?> type) {
				return Optional.ofNullable(handle(type, Property.this.name));
			}

		};

		Property(String name) {
			this.name = name;
		}

		@Nullable Object read(Object owner) {
			MethodHandle handle = this.handles.get(owner.getClass()).orElse(null);
			if (handle == null) {
				return null;
			}
			try {
				return (Object) handle.invokeExact(owner);
			}
			catch (Throwable ex) {
				if (this.complained.compareAndSet(false, true)) {
					logger.warn("The property '{}' of {} failed; the error goes out without it", this.name,
							owner.getClass().getName(), ex);
				}
				return null;
			}
		}

		static @Nullable Class<?> typeOf(Class<?> owner, String name) {
			Method method = accessor(owner, name);
			if (method != null) {
				return method.getReturnType();
			}
			Field field = field(owner, name);
			return (field != null) ? field.getType() : null;
		}

		private static @Nullable MethodHandle handle(Class<?> type, String name) {
			try {
				Method method = accessor(type, name);
				if (method != null) {
					method.trySetAccessible();
					return MethodHandles.lookup().unreflect(method).asType(READ);
				}
				Field field = field(type, name);
				if (field != null) {
					field.trySetAccessible();
					return MethodHandles.lookup().unreflectGetter(field).asType(READ);
				}
			}
			catch (IllegalAccessException ex) {
				logger.warn("The property '{}' of {} cannot be read; errors go out without it", name, type.getName(),
						ex);
			}
			return null;
		}

		private static @Nullable Method accessor(Class<?> type, String name) {
			String capitalized = Character.toUpperCase(name.charAt(0)) + name.substring(1);
			for (String candidate : List.of("get" + capitalized, "is" + capitalized, name)) {
				try {
					Method method = type.getMethod(candidate);
					if (isAccessor(method)) {
						return method;
					}
				}
				catch (NoSuchMethodException ex) {
					// the next one, or none
				}
			}
			return null;
		}

		static boolean isAccessor(Method method) {
			return method.getParameterCount() == 0 && method.getReturnType() != void.class
					&& method.getDeclaringClass() != Object.class && !Modifier.isStatic(method.getModifiers());
		}

		private static @Nullable Field field(Class<?> type, String name) {
			try {
				Field field = type.getField(name);
				return Modifier.isStatic(field.getModifiers()) ? null : field;
			}
			catch (NoSuchFieldException ex) {
				return null;
			}
		}

	}

}
