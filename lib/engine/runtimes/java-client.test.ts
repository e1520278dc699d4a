import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { findInterpreter, runRuntime, type RuntimeRun } from "../testing/run-runtime.ts";
import { javaFamily } from "./families/java.ts";

const java = findInterpreter(javaFamily);
const hasCompiler =
  java && /jdk\.compiler/.test(execFileSync(java.path, ["--list-modules"], { encoding: "utf8" }));

/** Skipped, visibly, on a machine without a JDK. */
const javaTest = test.skipIf(!hasCompiler);

/** Compiles sources against the interfaces of our runtime, as a function's build does against AWS's. */
async function compiled(sources: Record<string, string>): Promise<Record<string, Uint8Array>> {
  if (!java) throw new Error("this machine has no Java");
  const classes = await javaFamily.prepare?.(java, tmpdir());
  const folder = mkdtempSync(join(tmpdir(), "lambdeck-java-"));
  const files = Object.entries(sources).map(([name, text]) => {
    const file = join(folder, "src", name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return file;
  });
  const out = join(folder, "out");
  execFileSync(java.path, [
    "-m",
    "jdk.compiler/com.sun.tools.javac.Main",
    "-cp",
    classes ?? "",
    "-d",
    out,
    ...files,
  ]);
  const names = readdirSync(out, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".class"),
  );
  const made = Object.fromEntries(names.map((name) => [name, readFileSync(join(out, name))]));
  rmSync(folder, { recursive: true });
  return made;
}

const run = (files: RuntimeRun["files"], handler: string, more: Partial<RuntimeRun> = {}) => {
  if (!java) throw new Error("this machine has no Java");
  return runRuntime(java, { runtime: "java17", files, handler, ...more });
};

const sources = {
  "app/Handlers.java": `package app;
import com.amazonaws.services.lambda.runtime.*;
import com.amazonaws.services.lambda.runtime.logging.LogLevel;
import java.io.*;
import java.util.*;
public class Handlers implements RequestHandler<Map<String, Object>, Object> {
  public Object handleRequest(Map<String, Object> event, Context context) {
    context.getLogger().log("logged\\nin lines\\n");
    LambdaRuntime.getLogger().log("by level", LogLevel.WARN);
    System.out.println("printed");
    if (event.containsKey("fail")) throw new IllegalStateException("boom", new RuntimeException("inner"));
    Map<String, Object> answer = new LinkedHashMap<>(event);
    answer.put("id", context.getAwsRequestId());
    answer.put("memory", context.getMemoryLimitInMB());
    answer.put("left", context.getRemainingTimeInMillis() > 5000);
    answer.put("trace", System.getProperty("com.amazonaws.xray.traceHeader"));
    answer.put("custom", context.getClientContext() == null ? null : context.getClientContext().getCustom());
    return answer;
  }
  public static class Item { private String name; public int count; public Kind kind;
    public String getName() { return name; } public void setName(String name) { this.name = name; } }
  public enum Kind { BIG, SMALL }
  public static class Order { private List<Item> items; private Optional<String> note = Optional.empty();
    public List<Item> getItems() { return items; } public void setItems(List<Item> items) { this.items = items; }
    public boolean isOpen() { return true; } public Optional<String> getNote() { return note; } }
  public Order order(Order order, Context context) { order.getItems().get(0).count += 1; return order; }
  public int add(List<Integer> numbers) { return numbers.stream().mapToInt(n -> n).sum(); }
  public String text(String text) { return text.toUpperCase(); }
  public void nothing() {}
  public static void streams(InputStream in, OutputStream out, Context context) throws IOException { int b; while ((b = in.read()) >= 0) out.write(Character.toUpperCase(b)); }
  public String selfish(Object o) { System.exit(7); return null; }
  public Object self() { return new Object() { public Object getSelf() { return this; } }; }
}`,
  "app/Streaming.java": `package app;
import com.amazonaws.services.lambda.runtime.*;
import java.io.*;
public class Streaming implements RequestStreamHandler {
  public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException { out.write("\\"streamed\\"".getBytes()); }
}`,
  "app/Broken.java": `package app;
public class Broken { static { if (true) throw new IllegalStateException("at load"); } public void handle() {} }`,
  "app/Unmade.java": `package app;
public class Unmade { public Unmade() { throw new IllegalArgumentException("not made"); } public void handle() {} }`,
};

javaTest(
  "handlers by interface and by method, with maps, beans, lists, texts and streams",
  async () => {
    const files = await compiled(sources);
    const byInterface = await run(files, "app.Handlers", {
      events: [{ a: ["ü", 1.5, null], big: 12_345_678_901 }, { fail: true }],
      invocation: { clientContext: '{"custom":{"k":"v"}}' },
    });
    expect(byInterface.answers[0]?.value).toEqual({
      a: ["ü", 1.5, null],
      big: 12_345_678_901,
      id: "00000000-0000-4000-8000-000000000000",
      memory: 128,
      left: true,
      trace: "Root=1-00000000-000000000000000000000000",
      custom: { k: "v" },
    });
    expect(byInterface.answers[1]?.error).toEqual({
      errorMessage: "boom",
      errorType: "java.lang.IllegalStateException",
      stackTrace: ["app.Handlers.handleRequest(Handlers.java:11)"],
      cause: {
        errorMessage: "inner",
        errorType: "java.lang.RuntimeException",
        stackTrace: ["app.Handlers.handleRequest(Handlers.java:11)"],
      },
    });
    expect(byInterface.log).toEqual(
      expect.arrayContaining(["logged\nin lines\n", "[WARN] by level", "printed\n"]),
    );
    expect(
      byInterface.log.find((line) => line.startsWith("boom: java.lang.IllegalStateException\n")),
    ).toContain("Caused by: java.lang.RuntimeException: inner");
    expect((await run(files, "app.Streaming")).answers[0]?.text).toBe('"streamed"');
    const order = { Items: [{ name: "nut", count: "2", kind: "SMALL" }] };
    expect(
      (await run(files, "app.Handlers::order", { events: [order] })).answers[0]?.value,
    ).toEqual({ items: [{ name: "nut", count: 3, kind: "SMALL" }], open: true, note: null });
    expect(
      (await run(files, "app.Handlers::add", { events: [[1, 2, 3], "x"] })).answers.map(
        ({ value, error }) => value ?? error?.errorMessage,
      ),
    ).toEqual([6, "An error occurred during JSON parsing"]);
    expect((await run(files, "app.Handlers::text", { events: ["ab"] })).answers[0]?.value).toBe(
      "AB",
    );
    expect((await run(files, "app.Handlers::nothing")).answers[0]?.value).toBeNull();
    expect((await run(files, "app.Handlers::streams", { events: ["ab"] })).answers[0]?.value).toBe(
      "AB",
    );
  },
  60_000,
);

javaTest(
  "handlers that are not there are told to each invocation, classes that fail to load at once",
  async () => {
    const files = await compiled(sources);
    const told = async (handler: string) => (await run(files, handler)).answers[0]?.error;
    expect(await told("app.Absent::handle")).toEqual({
      errorMessage: "Class not found: app.Absent",
      errorType: "java.lang.ClassNotFoundException",
    });
    expect(await told("app.Handlers::absent")).toEqual({
      errorMessage:
        "No public method named absent with appropriate method signature found on class app.Handlers",
    });
    const broken = await run(files, "app.Broken::handle");
    expect(broken.initError).toEqual({
      errorMessage: "Error loading class app.Broken",
      errorType: "java.lang.ExceptionInInitializerError",
    });
    expect(broken.exit?.code).toBe(1);
    expect((await run(files, "app.Unmade::handle")).initError).toEqual({
      errorMessage: "not made",
      errorType: "java.lang.IllegalArgumentException",
    });
    expect((await run(files, "app.Handlers::selfish")).exit?.code).toBe(7);
    expect(await told("app.Handlers::self")).toMatchObject({
      errorMessage: "An error occurred during JSON serialization of response",
    });
  },
  60_000,
);
