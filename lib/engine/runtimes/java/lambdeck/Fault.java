package lambdeck;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A failure as it leaves the process: in the answer and in the log. */
final class Fault extends Exception {
    final String type;
    final List<String> frames;
    final String trace;
    final Throwable cause;

    private Fault(String message, String type, List<String> frames, String trace, Throwable cause) {
        super(message);
        this.type = type;
        this.frames = frames;
        this.trace = trace;
        this.cause = cause;
    }

    static Fault told(String message) {
        return new Fault(message, null, null, null, null);
    }

    /** What came of loading the handler's class: without frames, as on AWS. */
    static Fault loading(String message, Throwable thrown) {
        cut(thrown);
        return new Fault(message, thrown.getClass().getName(), null, text(thrown), null);
    }

    /** What the function threw, with its own frames only. */
    static Fault of(Throwable thrown) {
        cut(thrown);
        List<String> frames = new ArrayList<>();
        for (StackTraceElement frame : thrown.getStackTrace()) frames.add(frame.toString());
        return new Fault(message(thrown), thrown.getClass().getName(), frames, text(thrown), thrown.getCause());
    }

    Map<String, Object> body() {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("errorMessage", getMessage());
        if (type != null) body.put("errorType", type);
        if (frames != null) body.put("stackTrace", frames);
        if (cause != null) body.put("cause", of(cause).body());
        return body;
    }

    /** The text of the log. */
    String report() {
        return type == null ? getMessage() + "\n" : getMessage() + ": " + type + "\n" + trace + "\n";
    }

    private static String message(Throwable thrown) {
        String message = thrown.getLocalizedMessage();
        return message == null ? thrown.getClass().getName() : message;
    }

    private static String text(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    /** Takes the frames of the runtime, and of the reflection it calls by, out of a trace. */
    private static void cut(Throwable thrown) {
        for (Throwable at = thrown; at != null; at = at.getCause() == at ? null : at.getCause()) {
            StackTraceElement[] trace = at.getStackTrace();
            int end = 0;
            while (end < trace.length && !trace[end].getClassName().startsWith("lambdeck.")) end += 1;
            while (end > 0 && end < trace.length && isReflection(trace[end - 1].getClassName())) end -= 1;
            at.setStackTrace(java.util.Arrays.copyOf(trace, end));
        }
    }

    private static boolean isReflection(String name) {
        return name.startsWith("java.lang.reflect.") || name.startsWith("jdk.internal.reflect.");
    }
}
