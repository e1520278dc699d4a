package lambdeck;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** One kept-alive connection to the Runtime API. */
final class RuntimeClient {
    static final class Answer {
        int status;
        final Map<String, String> headers = new HashMap<>();
        byte[] body;
    }

    private final String address;
    private final InputStream input;
    private final OutputStream output;

    RuntimeClient(String address) throws IOException {
        this.address = address;
        String[] parts = address.split(":");
        Socket socket = new Socket(parts[0], Integer.parseInt(parts[1]));
        socket.setTcpNoDelay(true);
        input = new BufferedInputStream(socket.getInputStream());
        output = socket.getOutputStream();
    }

    Answer next() throws IOException {
        Answer answer = call("GET", "/invocation/next", new byte[0], "");
        if (answer.status != 200) throw new IOException("the Runtime API answered " + answer.status + " to next");
        return answer;
    }

    void respond(String id, byte[] body) throws IOException {
        call("POST", "/invocation/" + id + "/response", body, "Content-Type: application/json\r\n");
    }

    void reportError(String path, Fault fault) throws IOException {
        String kind = fault.frames == null ? "Runtime.BadFunctionCode" : "Function.UserException";
        String headers = "Content-Type: application/json\r\nLambda-Runtime-Function-Error-Type: " + kind + "\r\n";
        call("POST", path, Json.write(fault.body()).getBytes(StandardCharsets.UTF_8), headers);
    }

    private Answer call(String method, String path, byte[] body, String headers) throws IOException {
        String head = method + " /2018-06-01/runtime" + path + " HTTP/1.1\r\nHost: " + address
                + "\r\nContent-Length: " + body.length + "\r\n" + headers + "\r\n";
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.write(head.getBytes(StandardCharsets.UTF_8));
        request.write(body);
        request.writeTo(output);
        output.flush();
        return read();
    }

    private Answer read() throws IOException {
        Answer answer = new Answer();
        answer.status = Integer.parseInt(line().split(" ")[1]);
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            answer.headers.put(line.substring(0, colon).toLowerCase(), line.substring(colon + 1).trim());
        }
        answer.body = new byte[Integer.parseInt(answer.headers.getOrDefault("content-length", "0"))];
        for (int at = 0; at < answer.body.length;) {
            int bytes = input.read(answer.body, at, answer.body.length - at);
            if (bytes < 0) throw new EOFException("the engine is gone");
            at += bytes;
        }
        return answer;
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = input.read(); next != '\n'; next = input.read()) {
            if (next < 0) throw new EOFException("the engine is gone");
            if (next != '\r') line.write(next);
        }
        return new String(line.toByteArray(), StandardCharsets.UTF_8);
    }
}
