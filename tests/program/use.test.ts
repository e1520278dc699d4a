import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  InvokeCommand,
  PutFunctionConcurrencyCommand,
  TooManyRequestsException,
} from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createFunction, invoke } from "./create-function";
import { readMetricSum } from "./read-metric";
import { newFolder, type Program, runToEnd, startProgram } from "./start-program";

let program: Program;
beforeAll(async () => {
  program = await startProgram({ args: ["--no-demo"] });
});
afterAll(() => program?.stop());

test("lambdeck deploy makes a function of a folder, which the SDK and the dashboard then have", async () => {
  const parent = newFolder();
  const folder = join(parent, "price-list");
  mkdirSync(folder);
  const write = (currency: string) =>
    writeFileSync(
      join(folder, "index.mjs"),
      `export const handler = async ({ cents }) => \`${currency} \${(cents / 100).toFixed(2)}\`;`,
    );
  const deploy = async () => {
    const { code, output } = await runToEnd(["deploy", folder, "--memory", "256", "--json"], {
      LAMBDECK_ENGINE_PORT: new URL(program.engine).port,
    });
    expect(code).toBe(0);
    return JSON.parse(output) as object;
  };
  write("EUR");
  expect(await deploy()).toMatchObject({ functionName: "price-list", created: true });
  expect(await invoke(program.clients.lambda, "price-list", { cents: 1999 })).toMatchObject({
    value: "EUR 19.99",
    error: undefined,
    tail: expect.stringContaining("REPORT RequestId:"),
  });
  const { body } = await program.api<{ functions: object[] }>("/api/functions");
  expect(body.functions).toContainEqual(
    expect.objectContaining({ name: "price-list", memoryMb: 256 }),
  );

  write("USD");
  expect(await deploy()).toMatchObject({ created: false, changed: ["code"] });
  expect((await invoke(program.clients.lambda, "price-list", { cents: 5 })).value).toBe("USD 0.05");
  rmSync(parent, { recursive: true });
});

test("of 20 simultaneous calls at a reserved concurrency of 5, exactly 5 run and 15 are refused", async () => {
  const { lambda, cloudwatch } = program.clients;
  await createFunction(
    lambda,
    "half-a-second",
    "exports.handler = () => new Promise((done) => setTimeout(done, 500, 'ran'));",
  );
  await lambda.send(
    new PutFunctionConcurrencyCommand({
      FunctionName: "half-a-second",
      ReservedConcurrentExecutions: 5,
    }),
  );
  const calls = await Promise.allSettled(
    Array.from({ length: 20 }, () =>
      lambda.send(new InvokeCommand({ FunctionName: "half-a-second", Payload: "{}" })),
    ),
  );
  const ran = calls.flatMap((call) => (call.status === "fulfilled" ? [call.value] : []));
  const refusals = calls.flatMap((call) => (call.status === "rejected" ? [call.reason] : []));
  expect(ran.map(({ Payload }) => Buffer.from(Payload ?? []).toString())).toEqual(
    Array(5).fill('"ran"'),
  );
  expect(refusals).toHaveLength(15);
  for (const refusal of refusals) {
    expect(refusal).toBeInstanceOf(TooManyRequestsException);
    expect(refusal).toMatchObject({
      Reason: "ReservedFunctionConcurrentInvocationLimitExceeded",
      $metadata: { httpStatusCode: 429 },
    });
  }
  await expect
    .poll(() => readMetricSum(cloudwatch, "half-a-second", "Throttles"), { timeout: 30_000 })
    .toBe(15);
  expect(await readMetricSum(cloudwatch, "half-a-second", "Invocations")).toBe(5);

  interface Metrics {
    series: Record<string, (number | null)[]>;
  }
  await expect
    .poll(
      async () => {
        const now = Date.now();
        const { body } = await program.api<Metrics>(
          `/api/functions/half-a-second/metrics?startMs=${now - 3_600_000}&endMs=${now}`,
        );
        return body.series.throttles?.reduce<number>((total, value) => total + (value ?? 0), 0);
      },
      { timeout: 60_000, interval: 500 },
    )
    .toBe(15);
});
