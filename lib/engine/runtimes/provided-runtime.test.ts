import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Zippable, zipSync } from "fflate";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type FunctionRunner, runFunctions } from "../testing/run-functions.ts";
import { providedCommand } from "./families/provided.ts";

let engine: FunctionRunner;
beforeAll(async () => {
  engine = await runFunctions();
});
afterAll(() => engine.stop());

const hasCompiler = existsSync("/usr/bin/cc");

/** A package whose `bootstrap` may be run, or may not. */
function packed(bootstrap: string | Uint8Array, mode = 0o755): Uint8Array {
  const content = typeof bootstrap === "string" ? Buffer.from(bootstrap) : bootstrap;
  const files: Zippable = {
    bootstrap: [content, { os: 3, attrs: mode << 16 }],
    "data.txt": Buffer.from("data"),
  };
  return zipSync(files);
}

async function call(name: string, bootstrap: string | Uint8Array, mode?: number) {
  const input = {
    Runtime: "provided.al2023",
    Code: { ZipFile: packed(bootstrap, mode) },
    Handler: "my.handler",
  } as const;
  await engine.deploy(name, {}, input);
  return engine.call(name, { n: 1 });
}

/** The Runtime API as a shell script with curl speaks to it, as in AWS's own tutorial. */
const script = `#!/bin/sh
set -eu
headers=$(mktemp)
while true; do
  event=$(curl -sS -D "$headers" "http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation/next")
  id=$(grep -i Lambda-Runtime-Aws-Request-Id "$headers" | tr -d '[:space:]' | cut -d: -f2)
  echo "handling $_HANDLER"
  curl -sS -X POST "http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation/$id/response" -d "{\\"event\\":$event,\\"pwd\\":\\"$(pwd)\\",\\"data\\":\\"$(cat data.txt)\\",\\"env\\":\\"\${AWS_EXECUTION_ENV:-none}\\",\\"root\\":\\"$LAMBDA_TASK_ROOT\\"}" >/dev/null
done
`;

test.skipIf(!existsSync("/usr/bin/curl"))("a shell script is a runtime", async () => {
  const { value, tail } = await call("script", script);
  const { root, pwd, ...rest } = value as Record<string, unknown>;
  expect(rest).toEqual({ event: { n: 1 }, data: "data", env: "none" });
  expect(pwd).toBe(root);
  expect(tail).toContain("handling my.handler\n");
  expect((await engine.call("script", "again")).value).toMatchObject({ event: "again" });
});

const program = `
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
static char in[65536], out[65536];
int main(void) {
  char *api = getenv("AWS_LAMBDA_RUNTIME_API"), *colon = strrchr(api, ':');
  struct sockaddr_in at = { .sin_family = AF_INET, .sin_port = htons(atoi(colon + 1)) };
  inet_pton(AF_INET, "127.0.0.1", &at.sin_addr);
  int fd = socket(AF_INET, SOCK_STREAM, 0);
  if (connect(fd, (struct sockaddr *)&at, sizeof at)) return 1;
  for (;;) {
    dprintf(fd, "GET /2018-06-01/runtime/invocation/next HTTP/1.1\\r\\nHost: %s\\r\\n\\r\\n", api);
    ssize_t n = read(fd, in, sizeof in - 1);
    if (n <= 0) return 2;
    in[n] = 0;
    char *id = strcasestr(in, "lambda-runtime-aws-request-id: ") + 31, *body = strstr(in, "\\r\\n\\r\\n") + 4;
    if (strstr(body, "exit")) return 9;
    int bytes = snprintf(out, sizeof out, "{\\"got\\":%s}", body);
    dprintf(fd, "POST /2018-06-01/runtime/invocation/%.36s/response HTTP/1.1\\r\\nHost: %s\\r\\nContent-Length: %d\\r\\n\\r\\n%s", id, api, bytes, out);
    if (read(fd, in, sizeof in) <= 0) return 3;
  }
}`;

test.skipIf(!hasCompiler)("a compiled program is a runtime, and its exit is told", async () => {
  const folder = mkdtempSync(join(tmpdir(), "lambdeck-bootstrap-"));
  try {
    writeFileSync(join(folder, "main.c"), program);
    execFileSync("/usr/bin/cc", [
      "-D_GNU_SOURCE",
      "-O1",
      "-o",
      join(folder, "bootstrap"),
      join(folder, "main.c"),
    ]);
    const { value } = await call("compiled", readFileSync(join(folder, "bootstrap")));
    expect(value).toEqual({ got: { n: 1 } });
    expect((await engine.call("compiled", "exit")).value).toMatchObject({
      errorType: "Runtime.ExitError",
      errorMessage: expect.stringMatching(
        /^RequestId: [0-9a-f-]{36} Error: Runtime exited with error: exit status 9$/,
      ),
    });
    expect((await engine.call("compiled", [2])).value).toEqual({ got: [2] });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("a bootstrap that cannot be started is told as on AWS", async () => {
  const { value, tail } = await call("unrunnable", "#!/bin/sh\n", 0o644);
  expect(value).toEqual({
    errorType: "Runtime.InvalidEntrypoint",
    errorMessage: expect.stringMatching(
      /^RequestId: [0-9a-f-]{36} Error: fork\/exec \/var\/task\/bootstrap: permission denied$/,
    ),
  });
  expect(tail).toContain("Error Type: Runtime.InvalidEntrypoint");
});

test("which bootstrap is taken, and what the system would say to it", () => {
  const folder = mkdtempSync(join(tmpdir(), "lambdeck-bootstrap-"));
  const places = [
    { shown: "/var/task", folder: join(folder, "absent") },
    { shown: "/opt", folder },
  ];
  const told = (content: string | Uint8Array, mode = 0o755) => {
    writeFileSync(join(folder, "bootstrap"), content, { mode });
    chmodSync(join(folder, "bootstrap"), mode);
    try {
      return providedCommand(places);
    } catch (error) {
      return (error as Error).message;
    }
  };
  const elf = (machine: number) =>
    Buffer.from([0x7f, 0x45, 0x4c, 0x46, ...Array<number>(14).fill(0), machine, 0]);
  try {
    expect(() => providedCommand(places)).toThrow(
      "Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]",
    );
    expect(told("#!/bin/sh\n")).toEqual(["/opt/bootstrap"]);
    expect(told("#! /no/such/shell -e\n")).toBe(
      "fork/exec /opt/bootstrap: no such file or directory",
    );
    expect(told("echo no shebang")).toBe("fork/exec /opt/bootstrap: exec format error");
    expect(told("#!/bin/sh\n", 0o644)).toBe("fork/exec /opt/bootstrap: permission denied");
    const [own, other] = process.arch === "arm64" ? [0xb7, 0x3e] : [0x3e, 0xb7];
    expect(told(elf(own))).toEqual(["/opt/bootstrap"]);
    expect(told(elf(other))).toBe("fork/exec /opt/bootstrap: exec format error");
  } finally {
    rmSync(folder, { recursive: true });
  }
});
