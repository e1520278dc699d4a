package lambdeck;

import java.beans.Introspector;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Turns what JSON holds into the types that handlers ask for, and what they answer into what JSON holds. */
final class Bean {
    private Bean() {}

    static Object read(Object value, Type type) throws ReflectiveOperationException {
        if (type instanceof TypeVariable) return read(value, ((TypeVariable<?>) type).getBounds()[0]);
        if (type instanceof WildcardType) return read(value, ((WildcardType) type).getUpperBounds()[0]);
        boolean generic = type instanceof ParameterizedType;
        Type[] inner = generic ? ((ParameterizedType) type).getActualTypeArguments() : new Type[0];
        Class<?> kind = (Class<?>) (generic ? ((ParameterizedType) type).getRawType() : type);
        if (value == null || kind == Object.class) return value;
        if (kind == String.class || kind == CharSequence.class)
            return value instanceof Map || value instanceof List ? mismatch(value, kind) : value.toString();
        if (kind == boolean.class || kind == Boolean.class)
            return value instanceof Boolean ? value : Boolean.valueOf(value.toString());
        if (kind == Date.class && value instanceof Number) return new Date(((Number) value).longValue());
        if (kind.isPrimitive() || Number.class.isAssignableFrom(kind)) return number(value, kind);
        if (value instanceof String) return fromText((String) value, kind);
        if (value instanceof List) return fromList((List<?>) value, kind, inner.length > 0 ? inner[0] : Object.class);
        if (!(value instanceof Map)) return mismatch(value, kind);
        if (!Map.class.isAssignableFrom(kind)) return fill(create(kind, (Map<?, ?>) value), (Map<?, ?>) value);
        Map<Object, Object> map = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet())
            map.put(inner.length == 2 ? read(entry.getKey(), inner[0]) : entry.getKey(),
                    inner.length == 2 ? read(entry.getValue(), inner[1]) : entry.getValue());
        return map;
    }

    private static Object number(Object value, Class<?> kind) {
        String digits = value.toString();
        if (kind == char.class) return digits.charAt(0);
        if (kind == double.class || kind == Double.class) return Double.valueOf(digits);
        if (kind == float.class || kind == Float.class) return Float.valueOf(digits);
        java.math.BigDecimal exact = new java.math.BigDecimal(digits);
        if (kind == long.class || kind == Long.class) return exact.longValue();
        if (kind == short.class || kind == Short.class) return exact.shortValue();
        if (kind == byte.class || kind == Byte.class) return exact.byteValue();
        if (kind == java.math.BigInteger.class) return exact.toBigInteger();
        if (kind == java.math.BigDecimal.class) return exact;
        if (kind == Number.class) return value;
        return exact.intValue();
    }

    private static Object fromText(String text, Class<?> kind) throws ReflectiveOperationException {
        if (kind == char[].class) return text.toCharArray();
        if (kind == Character.class) return text.charAt(0);
        if (kind == byte[].class) return Base64.getDecoder().decode(text);
        if (kind == ByteBuffer.class) return ByteBuffer.wrap(Base64.getDecoder().decode(text));
        if (kind == Date.class) return Date.from(java.time.Instant.parse(text));
        if (kind.isEnum()) return kind.getMethod("valueOf", String.class).invoke(null, text);
        for (String name : new String[] {"parse", "fromString"})
            for (Method method : kind.getMethods())
                if (method.getName().equals(name) && Modifier.isStatic(method.getModifiers())
                        && method.getParameterCount() == 1 && method.getParameterTypes()[0].isAssignableFrom(String.class))
                    return method.invoke(null, text);
        return kind.getConstructor(String.class).newInstance(text);
    }

    private static Object fromList(List<?> values, Class<?> kind, Type item) throws ReflectiveOperationException {
        if (kind.isArray()) {
            Object array = Array.newInstance(kind.getComponentType(), values.size());
            for (int at = 0; at < values.size(); at += 1) Array.set(array, at, read(values.get(at), kind.getComponentType()));
            return array;
        }
        if (!kind.isAssignableFrom(ArrayList.class) && !kind.isAssignableFrom(LinkedHashSet.class)) return mismatch(values, kind);
        Collection<Object> items = Set.class.isAssignableFrom(kind) ? new LinkedHashSet<>() : new ArrayList<>();
        for (Object value : values) items.add(read(value, item));
        return items;
    }

    /** Types without an empty constructor are made of their members in the order of their fields. */
    private static Object create(Class<?> kind, Map<?, ?> members) throws ReflectiveOperationException {
        try {
            Constructor<?> empty = kind.getDeclaredConstructor();
            empty.setAccessible(true);
            return empty.newInstance();
        } catch (NoSuchMethodException none) {
            List<Field> fields = new ArrayList<>();
            for (Field field : kind.getDeclaredFields())
                if (!Modifier.isStatic(field.getModifiers())) fields.add(field);
            for (Constructor<?> constructor : kind.getDeclaredConstructors()) {
                if (constructor.getParameterCount() != fields.size()) continue;
                Object[] values = new Object[fields.size()];
                for (int at = 0; at < values.length; at += 1)
                    values[at] = read(find(members, fields.get(at).getName()), constructor.getGenericParameterTypes()[at]);
                constructor.setAccessible(true);
                return constructor.newInstance(values);
            }
            throw none;
        }
    }

    private static Object fill(Object bean, Map<?, ?> members) throws ReflectiveOperationException {
        for (Method method : bean.getClass().getMethods()) {
            if (!method.getName().startsWith("set") || method.getParameterCount() != 1 || method.isBridge()) continue;
            Object value = find(members, method.getName().substring(3));
            if (value == null) continue;
            method.setAccessible(true);
            method.invoke(bean, read(value, method.getGenericParameterTypes()[0]));
        }
        for (Field field : bean.getClass().getFields()) {
            Object value = find(members, field.getName());
            if (value != null && !Modifier.isFinal(field.getModifiers())) field.set(bean, read(value, field.getGenericType()));
        }
        return bean;
    }

    /** Events write names as they like: `Records`, `eventSourceARN`. */
    private static Object find(Map<?, ?> members, String name) {
        for (Map.Entry<?, ?> member : members.entrySet())
            if (member.getKey().toString().replaceAll("[-_]", "").equalsIgnoreCase(name)) return member.getValue();
        return null;
    }

    private static Object mismatch(Object value, Class<?> kind) {
        throw new IllegalArgumentException("a value of the kind " + kind.getName() + " cannot be made of " + Json.write(value));
    }

    static Object write(Object value) throws ReflectiveOperationException {
        if (value == null || value instanceof String || value instanceof Boolean) return value;
        if (value instanceof Number) return value;
        if (value instanceof Optional) return write(((Optional<?>) value).orElse(null));
        if (value instanceof byte[]) return Base64.getEncoder().encodeToString((byte[]) value);
        if (value instanceof Date) return ((Date) value).getTime();
        if (value instanceof Map) {
            Map<String, Object> members = new LinkedHashMap<>();
            for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet())
                members.put(String.valueOf(entry.getKey()), write(entry.getValue()));
            return members;
        }
        List<Object> items = new ArrayList<>();
        if (value instanceof Iterable) {
            for (Object item : (Iterable<?>) value) items.add(write(item));
            return items;
        }
        if (value.getClass().isArray()) {
            for (int at = 0; at < Array.getLength(value); at += 1) items.add(write(Array.get(value, at)));
            return items;
        }
        if (value instanceof Enum || value.getClass().getName().startsWith("java.")) return value.toString();
        return members(value);
    }

    private static Map<String, Object> members(Object bean) throws ReflectiveOperationException {
        Map<String, Object> members = new LinkedHashMap<>();
        for (Field field : bean.getClass().getFields())
            if (!Modifier.isStatic(field.getModifiers())) members.put(field.getName(), write(field.get(bean)));
        for (Method method : bean.getClass().getMethods()) {
            String name = method.getName().replaceFirst("^(get|is)(?=[A-Z])", "");
            boolean getter = name.length() < method.getName().length() && method.getParameterCount() == 0;
            if (!getter || method.getDeclaringClass() == Object.class || Modifier.isStatic(method.getModifiers())) continue;
            method.setAccessible(true);
            members.put(Introspector.decapitalize(name), write(method.invoke(bean)));
        }
        return members;
    }
}
