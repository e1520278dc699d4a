import {
  CreateFunctionCommand,
  InvokeCommand,
  ListFunctionsCommand,
  UpdateFunctionConfigurationCommand,
} from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, expect, test } from "vitest";
import { zipFiles } from "@/lib/engine/testing/zip-files";
import type { Problem } from "@/lib/model/problem";
import { createFunction, invoke } from "./create-function";
import { type Program, startProgram } from "./start-program";

let program: Program;
beforeAll(async () => {
  program = await startProgram({ args: ["--no-demo"] });
  await createFunction(program.clients.lambda, "echo", "exports.handler = async (e) => e;");
});
afterAll(() => program?.stop());

const notAZip = Buffer.from("this is no zip file");
const sevenMb = JSON.stringify("x".repeat(7 * 1024 * 1024 - 2));
const creation = {
  FunctionName: "broken",
  Runtime: "nodejs22.x",
  Handler: "index.handler",
  Role: "arn:aws:iam::000000000000:role/test",
} as const;

function names(): Promise<(string | undefined)[]> {
  return program.clients.lambda
    .send(new ListFunctionsCommand())
    .then(({ Functions = [] }) => Functions.map(({ FunctionName }) => FunctionName));
}

test("something that is not a zip, through the SDK", async () => {
  await expect(
    program.clients.lambda.send(
      new CreateFunctionCommand({ ...creation, Code: { ZipFile: notAZip } }),
    ),
  ).rejects.toMatchObject({
    name: "InvalidParameterValueException",
    message: "Could not unzip uploaded file. Please check your file, then try to upload again.",
  });
  expect(await names()).toEqual(["echo"]);
});

test("something that is not a zip, through the dashboard: the code that ran before goes on", async () => {
  const { status, body } = await program.api<{ problem: Problem }>("/api/functions/echo/code", {
    method: "PUT",
    body: { zipBase64: notAZip.toString("base64") },
  });
  expect(status).toBe(400);
  expect(body.problem.kind).toBe("invalid");
  expect(`${body.problem.title} ${body.problem.detail}`).toMatch(/zip/i);
  expect((await invoke(program.clients.lambda, "echo", { still: 1 })).value).toEqual({ still: 1 });
});

test("a payload of 7 MB", async () => {
  await expect(
    program.clients.lambda.send(new InvokeCommand({ FunctionName: "echo", Payload: sevenMb })),
  ).rejects.toMatchObject({
    name: "RequestEntityTooLargeException",
    message: expect.stringMatching(/must be smaller than 6291456 bytes/),
  });
  const { status, body } = await program.api<{ problem: Problem }>("/api/functions/echo/invoke", {
    method: "POST",
    body: { payload: sevenMb },
  });
  expect(status).toBe(400);
  expect(`${body.problem.title} ${body.problem.detail}`).toMatch(/6( MB|,291,456|291456)/);
});

test("a memory of 127 MB", async () => {
  await expect(
    program.clients.lambda.send(
      new UpdateFunctionConfigurationCommand({ FunctionName: "echo", MemorySize: 127 }),
    ),
  ).rejects.toMatchObject({
    message: expect.stringMatching(/'127' at 'memorySize'.*greater than or equal to 128/),
  });
  const { status, body } = await program.api<{ problem: Problem }>(
    "/api/functions/echo/configuration",
    { method: "PATCH", body: { edit: { memoryMb: 127 } } },
  );
  expect(status).toBe(400);
  expect(body.problem.kind).toBe("invalid");
  expect(body.problem.detail).toMatch(/128/);
  const now = await program.api<{ memoryMb: number }>("/api/functions/echo");
  expect(now.body.memoryMb).toBe(128);
});

test("a handler that does not exist", async () => {
  await createFunction(program.clients.lambda, "no-handler", "exports.handler = async () => 1;", {
    Handler: "index.handel",
  });
  expect(await invoke(program.clients.lambda, "no-handler")).toMatchObject({
    error: "Unhandled",
    value: {
      errorType: "Runtime.HandlerNotFound",
      errorMessage: "index.handel is undefined or not exported",
    },
  });
  await createFunction(program.clients.lambda, "no-module", "exports.handler = async () => 1;", {
    Handler: "main.handler",
  });
  expect(await invoke(program.clients.lambda, "no-module")).toMatchObject({
    error: "Unhandled",
    value: {
      errorType: "Runtime.ImportModuleError",
      errorMessage: expect.stringContaining("Cannot find module 'main'"),
    },
  });
});

test("a zip that writes outside its folder", async () => {
  await expect(
    program.clients.lambda.send(
      new CreateFunctionCommand({
        ...creation,
        Code: { ZipFile: zipFiles({ "../../escaped.js": "1" }) },
      }),
    ),
  ).rejects.toMatchObject({ name: "InvalidParameterValueException" });
  expect(await names()).not.toContain("broken");
});

test("a payload that is not JSON", async () => {
  await expect(
    program.clients.lambda.send(new InvokeCommand({ FunctionName: "echo", Payload: "{'a':1}" })),
  ).rejects.toMatchObject({
    name: "InvalidRequestContentException",
    message: expect.stringContaining("Could not parse request body into json"),
  });
});

test("an invalid body, an unknown path and an unknown function of the API", async () => {
  const badBody = await program.api<{ problem: Problem }>("/api/functions/echo/invoke", {
    method: "POST",
    body: { payload: 1 },
  });
  expect(badBody.status).toBe(400);
  expect(badBody.body.problem.detail).toContain("payload");
  expect((await program.api("/api/nothing-here")).status).toBe(404);
  const missing = await program.api<{ problem: Problem }>("/api/functions/missing");
  expect(missing.status).toBe(404);
  expect(missing.body.problem).toMatchObject({ kind: "not-found" });
});
