package lambdeck;

import com.amazonaws.services.lambda.runtime.LambdaLogger;
import com.amazonaws.services.lambda.runtime.LambdaRuntime;
import java.io.IOError;
import java.io.PrintStream;
import java.lang.reflect.Field;

/**
 * The Java runtime of the local engine: what stands between the Lambda Runtime API and a handler. Its
 * standard error is the descriptor for framed logs; what a function prints, on either stream, is plain.
 */
public final class Main {
    private Main() {}

    public static void main(String[] args) throws Exception {
        Log log = new Log(new PrintStream(new java.io.FileOutputStream(java.io.FileDescriptor.err), true));
        System.setErr(System.out);
        Field logger = LambdaRuntime.class.getDeclaredField("logger");
        logger.setAccessible(true);
        logger.set(null, (LambdaLogger) log);
        RuntimeClient client = new RuntimeClient(System.getenv("AWS_LAMBDA_RUNTIME_API"));
        Handler handler = load(client, log);
        while (run(client, log, handler)) {
            System.out.flush();
        }
        System.exit(1);
    }

    private static Handler load(RuntimeClient client, Log log) throws Exception {
        try {
            return Handler.load(System.getenv("_HANDLER"));
        } catch (Fault fault) {
            log.fault(fault);
            client.reportError("/init/error", fault);
            System.exit(1);
            return null;
        }
    }

    /** One invocation; false when the virtual machine is not to be trusted any more. */
    private static boolean run(RuntimeClient client, Log log, Handler handler) throws Exception {
        RuntimeClient.Answer invocation = client.next();
        String id = invocation.headers.get("lambda-runtime-aws-request-id");
        String trace = invocation.headers.get("lambda-runtime-trace-id");
        if (trace == null) System.clearProperty("com.amazonaws.xray.traceHeader");
        else System.setProperty("com.amazonaws.xray.traceHeader", trace);
        InvocationContext context = new InvocationContext(invocation.headers, log);
        log.begin(context);
        try {
            byte[] response = handler.call(invocation.body, context);
            client.respond(id, response);
            Thread.interrupted();
            return true;
        } catch (Fault fault) {
            log.fault(fault);
            client.reportError("/invocation/" + id + "/error", fault);
            return true;
        } catch (Throwable thrown) {
            Fault fault = Fault.of(thrown);
            log.fault(fault);
            client.reportError("/invocation/" + id + "/error", fault);
            return !(thrown instanceof VirtualMachineError || thrown instanceof IOError);
        }
    }
}
