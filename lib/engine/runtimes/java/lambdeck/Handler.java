package lambdeck;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;

/** The method that `Class::method` names, or the interface that `Class` implements. */
final class Handler {
    private final Object target;
    private final Method method;
    /** What is wrong with it, to be told to each invocation; null when nothing is. */
    private final Fault fault;

    private Handler(Object target, Method method, Fault fault) {
        this.target = target;
        this.method = method;
        this.fault = fault;
    }

    /** Throws what is to be told at once; other faults are told to each invocation, as on AWS. */
    static Handler load(String name) throws Fault {
        int colons = name.lastIndexOf("::");
        String className = colons < 0 ? name : name.substring(0, colons);
        String methodName = colons < 0 ? null : name.substring(colons + 2);
        if (className.isEmpty() || (methodName != null && methodName.isEmpty()))
            return new Handler(null, null, Fault.told("Invalid handler: `" + name + "'"));
        Class<?> kind;
        try {
            kind = Class.forName(className);
        } catch (ClassNotFoundException error) {
            return new Handler(null, null, Fault.loading("Class not found: " + className, error));
        } catch (Throwable error) {
            String reason = error.getMessage() == null ? "" : ": " + error.getMessage();
            throw Fault.loading("Error loading class " + className + reason, error);
        }
        return of(kind, methodName);
    }

    private static Handler of(Class<?> kind, String methodName) throws Fault {
        boolean hasInterface =
                RequestHandler.class.isAssignableFrom(kind) || RequestStreamHandler.class.isAssignableFrom(kind);
        if (methodName == null && !hasInterface)
            return new Handler(null, null, Fault.told("Class does not implement an appropriate handler interface: " + kind.getName()));
        String wanted = methodName == null ? "handleRequest" : methodName;
        Method best = null;
        for (Method method : kind.getMethods())
            if (method.getName().equals(wanted) && isCallable(method) && (best == null || rank(method) > rank(best))) best = method;
        if (best == null)
            return new Handler(null, null, Fault.told("No public method named " + wanted
                    + " with appropriate method signature found on class " + kind.getName()));
        best.setAccessible(true);
        if (Modifier.isStatic(best.getModifiers())) return new Handler(null, best, null);
        try {
            return new Handler(kind.getConstructor().newInstance(), best, null);
        } catch (InvocationTargetException error) {
            throw Fault.loading(message(error.getCause()), error.getCause());
        } catch (ReflectiveOperationException error) {
            String text = "Class " + kind.getName() + " has no public zero-argument constructor";
            return new Handler(null, null, Fault.loading(text, new Exception(text, error)));
        }
    }

    private static String message(Throwable thrown) {
        return thrown.getLocalizedMessage() == null ? thrown.getClass().getName() : thrown.getLocalizedMessage();
    }

    /** An event, a context, or streams, each at most once. */
    private static boolean isCallable(Method method) {
        Class<?>[] types = method.getParameterTypes();
        int events = 0;
        for (int at = 0; at < types.length; at += 1) {
            if (Context.class.isAssignableFrom(types[at])) {
                if (at != types.length - 1) return false;
            } else if (types[at] != OutputStream.class) events += 1;
        }
        return events <= 1 && types.length <= 3;
    }

    /** Real methods before the compiler's bridges, longer ones before shorter ones, a context counting twice. */
    private static int rank(Method method) {
        Class<?>[] types = method.getParameterTypes();
        boolean context = types.length > 0 && Context.class.isAssignableFrom(types[types.length - 1]);
        return (method.isBridge() ? 0 : 100) + types.length + (context ? 1 : 0);
    }

    byte[] call(byte[] event, InvocationContext context) throws Throwable {
        if (fault != null) throw fault;
        Type[] types = method.getGenericParameterTypes();
        Object[] values = new Object[types.length];
        ByteArrayOutputStream output = null;
        for (int at = 0; at < types.length; at += 1) {
            if (types[at] == OutputStream.class) values[at] = output = new ByteArrayOutputStream();
            else if (types[at] == InputStream.class) values[at] = new ByteArrayInputStream(event);
            else if (types[at] instanceof Class && Context.class.isAssignableFrom((Class<?>) types[at])) values[at] = context;
            else values[at] = input(event, types[at]);
        }
        Object result;
        try {
            result = method.invoke(target, values);
        } catch (InvocationTargetException error) {
            throw error.getCause();
        }
        return output == null ? answer(result) : output.toByteArray();
    }

    private static Object input(byte[] event, Type type) throws Fault {
        try {
            return Bean.read(Json.read(new String(event, StandardCharsets.UTF_8)), type);
        } catch (Exception error) {
            throw Fault.of(new RuntimeException("An error occurred during JSON parsing", error));
        }
    }

    private static byte[] answer(Object result) throws Fault {
        try {
            return Json.write(Bean.write(result)).getBytes(StandardCharsets.UTF_8);
        } catch (Exception | StackOverflowError error) {
            throw Fault.of(new RuntimeException("An error occurred during JSON serialization of response", error));
        }
    }
}
