import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GetFunctionConfigurationCommand } from "@aws-sdk/client-lambda";
import { zipSync } from "fflate";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findInterpreter } from "../testing/run-runtime.ts";
import { type FunctionRunner, runFunctions } from "../testing/run-functions.ts";
import { javaFamily } from "./families/java.ts";
import { rubyFamily } from "./families/ruby.ts";

let engine: FunctionRunner;
beforeAll(async () => {
  engine = await runFunctions();
});
afterAll(() => engine.stop());

test.skipIf(!findInterpreter(rubyFamily))(
  "a Ruby function runs in its package's folder",
  async () => {
    const code =
      "def handler(event:, context:)\n  { got: event, root: ENV['LAMBDA_TASK_ROOT'] == Dir.pwd, gems: ENV['GEM_PATH'].include?('vendor/bundle') }\nend";
    await engine.deploy("ruby", { "app.rb": code }, { Runtime: "ruby3.3", Handler: "app.handler" });
    expect((await engine.call("ruby", [1])).value).toEqual({ got: [1], root: true, gems: true });
  },
);

const java = findInterpreter(javaFamily);

test.skipIf(!java)(
  "a Java function runs from classes and from jars in lib",
  async ({ skip }) => {
    const folder = mkdtempSync(join(tmpdir(), "lambdeck-java-"));
    const compiler = ["-m", "jdk.compiler/com.sun.tools.javac.Main"];
    try {
      writeFileSync(
        join(folder, "Lib.java"),
        'public class Lib { public static String greet(String name) { return "hello " + name; } }',
      );
      writeFileSync(
        join(folder, "Main.java"),
        "public class Main { public String run(String name) { return Lib.greet(name); } }",
      );
      try {
        execFileSync(java?.path ?? "", [
          ...compiler,
          "-d",
          folder,
          join(folder, "Lib.java"),
          join(folder, "Main.java"),
        ]);
      } catch {
        skip("this machine's Java has no compiler");
      }
      const jar = zipSync({ "Lib.class": readFileSync(join(folder, "Lib.class")) });
      const zip = zipSync({
        "Main.class": readFileSync(join(folder, "Main.class")),
        "lib/greeting.jar": jar,
      });
      await engine.deploy(
        "java",
        {},
        {
          Runtime: "java17",
          Handler: "Main::run",
          Code: { ZipFile: zip },
          MemorySize: 512,
          Timeout: 60,
        },
      );
      expect((await engine.call("java", "you")).value).toBe("hello you");
      expect((await engine.call("java", "again")).value).toBe("hello again");
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
  120_000,
);

test("a family that cannot run here is refused with what works instead", async () => {
  await engine.deploy("dotnet", { "a.txt": "" }, { Runtime: "dotnet8", Handler: "A::B::C" });
  expect((await engine.call("dotnet")).value).toEqual({
    errorType: "Runtime.InvalidRuntime",
    errorMessage: expect.stringMatching(
      /Error: dotnet8 is not imitated: publish the function as a self-contained program named bootstrap and use provided\.al2023$/,
    ),
  });
});

test("reading a function tells what stands in for its runtime, or why nothing can run it", async () => {
  const reading = async (name: string, Runtime: "nodejs16.x" | "dotnet8") => {
    await engine.deploy(name, "", { Runtime });
    const command = new GetFunctionConfigurationCommand({ FunctionName: name });
    return async () => (await engine.clients.lambda.send(command)).RuntimeVersionConfig;
  };
  // The interpreters are looked for beside the reading.
  const nearest = await reading("older", "nodejs16.x");
  await expect.poll(nearest, { timeout: 60_000 }).toEqual({
    RuntimeVersionArn: expect.stringMatching(
      /^arn:aws:lambda:us-east-1::runtime:nodejs-[\d.]+$/,
    ) as string,
  });
  const missing = await reading("refused", "dotnet8");
  await expect.poll(missing).toMatchObject({ Error: { ErrorCode: "Runtime.InvalidRuntime" } });
});
