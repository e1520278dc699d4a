import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { asAwsCli, asCurl, asLambdeckCurl, asTestFile, testRunners } from "./export-invocation";
import type { InvokeRequest } from "./invoke";

const request: InvokeRequest = {
  type: "RequestResponse",
  payload: `{"word": "it's $HOME \`x\`"}`,
  logTail: true,
  streaming: false,
};
const place = {
  functionName: "greeter",
  region: "eu-west-1",
  lambdeck: { origin: "http://lambdeck.localhost:3210", connectionId: "local" },
};

/** The words a shell makes of a command. */
function words(text: string): string[] {
  const out = execFileSync(
    "sh",
    ["-c", `show() { printf '%s\\0' "$@"; }; ${text.replace(/^(#.*\n)?(aws|curl)/, "show $2")}`],
    {
      env: {
        ...process.env,
        AWS_ACCESS_KEY_ID: "id",
        AWS_SECRET_ACCESS_KEY: "key",
        LAMBDECK_TOKEN: "token",
      },
    },
  );
  return out.toString().split("\0").slice(0, -1);
}

describe("commands", () => {
  it("survive a shell", () => {
    expect(
      words(asAwsCli({ ...request, qualifier: "live" }, { ...place, profile: "my team" })),
    ).toEqual([
      "aws",
      "lambda",
      "invoke",
      "--function-name",
      "greeter",
      "--qualifier",
      "live",
      "--log-type",
      "Tail",
      "--cli-binary-format",
      "raw-in-base64-out",
      "--payload",
      request.payload,
      "--region",
      "eu-west-1",
      "--profile",
      "my team",
      "response.json",
    ]);
    expect(words(asLambdeckCurl(request, place))).toEqual(
      expect.arrayContaining([
        "Authorization: Bearer token",
        JSON.stringify({ payload: request.payload, logTail: true, type: "RequestResponse" }),
        "http://lambdeck.localhost:3210/api/functions/greeter/invoke?connection=local",
      ]),
    );
  });

  it("sign with curl, and go where the connection goes", () => {
    const signed = words(asCurl({ ...request, type: "Event", clientContext: "{}" }, place));
    expect(signed).toEqual(
      expect.arrayContaining([
        "aws:amz:eu-west-1:lambda",
        "id:key",
        "X-Amz-Invocation-Type: Event",
        "X-Amz-Client-Context: e30=",
        "https://lambda.eu-west-1.amazonaws.com/2015-03-31/functions/greeter/invocations",
      ]),
    );
    expect(signed).not.toContain("X-Amz-Log-Type: Tail");
    expect(
      asCurl({ ...request, streaming: true }, { ...place, endpoint: "http://127.0.0.1:3211/" }),
    ).toContain(
      "http://127.0.0.1:3211/2021-11-15/functions/greeter/response-streaming-invocations",
    );
  });

  it("read long events from a file", () => {
    const long = { ...request, payload: JSON.stringify("x".repeat(200_000)) };
    expect(asAwsCli(long, place)).toMatch(/event\.json first[\s\S]*file:\/\/event\.json/);
    expect(asCurl(long, place)).toContain("@event.json");
  });
});

const detail = {
  name: "greeter",
  handler: "src/app.handler",
  runtime: "nodejs22.x",
  memoryMb: 128,
  arn: "arn:aws:lambda:eu-west-1:1:function:greeter",
};
const answered = { payload: '{"hello":"ü"}', roundTripMs: 1 };
const threw = {
  functionError: "Unhandled",
  payload: '{"errorType":"ValueError","errorMessage":"no \\"word\\""}',
  roundTripMs: 1,
};

describe("test files", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "lambdeck-export-"));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it("are offered for Node.js and Python", () => {
    expect(testRunners("nodejs22.x")).toEqual(["vitest", "jest"]);
    expect(testRunners("python3.13")).toEqual(["pytest"]);
    expect(testRunners("java21")).toEqual([]);
    expect(testRunners(undefined)).toEqual([]);
  });

  it("call the handler by its module and name, and expect what came", () => {
    const { name, text } = asTestFile("vitest", request, answered, detail);
    expect(name).toBe("app.test.mjs");
    expect(text).toContain('import { handler } from "./src/app.js";');
    expect(text).toContain('toEqual({\n    "hello": "ü"\n  });');
    expect(asTestFile("jest", request, threw, detail).text).toMatch(
      /@jest\/globals[\s\S]*rejects\.toThrow\("no \\"word\\""\)/,
    );
    writeFileSync(join(folder, "a.mjs"), text);
    execFileSync(process.execPath, ["--check", join(folder, "a.mjs")]);
  });

  it("are Python where the function is", () => {
    const python = { ...detail, runtime: "python3.13", handler: "app.main" };
    for (const result of [answered, threw]) {
      const { name, text } = asTestFile(
        "pytest",
        { payload: '{"a": "b\\\\n\\"\\"\\""}' },
        result,
        python,
      );
      expect(name).toBe("test_app.py");
      expect(text).toContain("from app import main");
    }
    expect(asTestFile("pytest", request, threw, python).text).toContain('__name__ == "ValueError"');
  });
});
