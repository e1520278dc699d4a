package lambdeck;

import com.amazonaws.services.lambda.runtime.LambdaLogger;
import com.amazonaws.services.lambda.runtime.logging.LogLevel;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes each message as one framed event, in text or JSON, above the function's level. */
final class Log implements LambdaLogger {
    private final PrintStream descriptor;
    private final boolean json = "JSON".equalsIgnoreCase(System.getenv("AWS_LAMBDA_LOG_FORMAT"));
    private final LogLevel least = LogLevel.fromString(System.getenv("AWS_LAMBDA_LOG_LEVEL"));
    private InvocationContext context;

    Log(PrintStream descriptor) {
        this.descriptor = descriptor;
    }

    void begin(InvocationContext invocation) {
        context = invocation;
    }

    void fault(Fault fault) {
        log(fault.report(), json ? LogLevel.ERROR : LogLevel.UNDEFINED);
    }

    @Override
    public void log(String message) {
        log(message, LogLevel.UNDEFINED);
    }

    @Override
    public void log(byte[] message) {
        log(message, LogLevel.UNDEFINED);
    }

    @Override
    public void log(byte[] message, LogLevel level) {
        log(message == null ? "null" : new String(message, StandardCharsets.UTF_8), level);
    }

    @Override
    public void log(String message, LogLevel level) {
        if (level != LogLevel.UNDEFINED && level.compareTo(least) < 0) return;
        byte[] text = (json ? line(message, level) : text(message, level)).getBytes(StandardCharsets.UTF_8);
        ByteBuffer frame = ByteBuffer.allocate(16 + text.length);
        frame.putInt((json ? 0xa55a0002 : 0xa55a0003) | level.ordinal() << 2).putInt(text.length);
        frame.putLong(System.currentTimeMillis() * 1000).put(text);
        synchronized (this) {
            descriptor.write(frame.array(), 0, frame.capacity());
            descriptor.flush();
        }
    }

    private static String text(String message, LogLevel level) {
        return level == LogLevel.UNDEFINED ? String.valueOf(message) : "[" + level + "] " + message;
    }

    private String line(String message, LogLevel level) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("timestamp", Instant.now().truncatedTo(ChronoUnit.MILLIS).toString());
        line.put("message", message);
        line.put("level", level.toString());
        if (context != null) line.put("AWSRequestId", context.getAwsRequestId());
        if (context != null && context.getTenantId() != null) line.put("tenantId", context.getTenantId());
        return Json.write(line) + "\n";
    }
}
