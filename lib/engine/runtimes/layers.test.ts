import { PublishLayerVersionCommand } from "@aws-sdk/client-lambda";
import { strToU8, zipSync } from "fflate";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type FunctionRunner, runFunctions } from "../testing/run-functions.ts";

let engine: FunctionRunner;
beforeAll(async () => {
  engine = await runFunctions({ spareInterpreters: 4 });
});
afterAll(() => engine.stop());

type Files = Readonly<Record<string, string>>;
const executable = { os: 3, attrs: 0o100755 << 16 };

/** A zip in which what begins with `#!` can be executed. */
function zip(files: Files): Uint8Array {
  return zipSync(
    Object.fromEntries(
      Object.entries(files).map(([path, text]) => [
        path,
        text.startsWith("#!") ? [strToU8(text), executable] : strToU8(text),
      ]),
    ),
  );
}

/** Publishes a layer and gives the ARN of its version. */
async function layer(LayerName: string, files: Files): Promise<string> {
  const command = new PublishLayerVersionCommand({ LayerName, Content: { ZipFile: zip(files) } });
  return (await engine.clients.lambda.send(command)).LayerVersionArn ?? "";
}

test("Node.js requires modules of layers; a later layer lies over an earlier one", async () => {
  const below = await layer("below", {
    "nodejs/node_modules/greet/index.js": "module.exports = 'below';",
    "nodejs/node_modules/only/index.js":
      "module.exports = [require('@aws-sdk/client-lambda/package.json').name, require('greet')];",
    "data/a.txt": "below",
    "data/b.txt": "below",
  });
  const above = await layer("above", {
    "nodejs/node_modules/greet/index.js": "module.exports = 'above';",
    "nodejs/node20/node_modules/exact/index.js": "module.exports = 'node20';",
    "bin/tool": "#!/bin/sh\necho tool from $0\n",
    "data/a.txt": "above",
  });
  const code = `
    const { execSync } = require("node:child_process");
    const fs = require("node:fs");
    const attempt = (act) => { try { act(); return "written"; } catch (error) { return error.code; } };
    exports.handler = async () => ({
      modules: [require("greet"), require("exact"), ...require("only")],
      files: ["a", "b"].map((name) => fs.readFileSync(process.env.PATH.split(":").at(-1) + "/../data/" + name + ".txt", "utf8")),
      tool: execSync("tool", { encoding: "utf8" }),
      write: process.env.PATH.endsWith(":/opt/bin") ? attempt(() => fs.writeFileSync("/opt/data/a.txt", "")) : "EROFS",
    });`;
  await engine.deploy("layered", code, { Layers: [below, above] });
  const { value, tail } = await engine.call("layered");
  expect(value, tail).toEqual({
    modules: ["above", "node20", "@aws-sdk/client-lambda", "above"],
    files: ["above", "below"],
    tool: expect.stringMatching(/^tool from .*\/bin\/tool\n$/),
    write: "EROFS",
  });
});

test("Python imports modules of layers, and errors show AWS's paths", async () => {
  const modules = await layer("python-modules", {
    "python/plain.py": "name = 'plain'\ndef fail(): raise ValueError('in a layer')\n",
    "python/lib/python3.12/site-packages/packaged.py": "name = 'packaged'\n",
  });
  await engine.deploy(
    "snake",
    {
      "app.py":
        "import plain, packaged\ndef handler(event, context):\n  if event: plain.fail()\n  return [plain.name, packaged.name]\n",
    },
    { Runtime: "python3.12", Handler: "app.handler", Layers: [modules] },
  );
  expect((await engine.call("snake")).value).toEqual(["plain", "packaged"]);
  const { value } = await engine.call("snake", { fail: true });
  expect(JSON.stringify(value)).toContain('File \\"/opt/python/plain.py\\", line 2, in fail');
  // Asking every interpreter of a busy machine for its version takes a while.
}, 120_000);

test("libraries and a wrapper script of a layer are there when the runtime starts", async () => {
  const tools = await layer("wrapping", {
    "lib/libnothing.txt": "",
    wrapper: '#!/bin/sh\nexport WRAPPED="by $(basename $0)"\necho wrapper runs\nexec "$@"\n',
  });
  await engine.deploy(
    "wrapped",
    "exports.handler = async () => [process.env.WRAPPED, process.env.LD_LIBRARY_PATH, process.cwd() === process.env.LAMBDA_TASK_ROOT];",
    { Layers: [tools], Environment: { Variables: { AWS_LAMBDA_EXEC_WRAPPER: "/opt/wrapper" } } },
  );
  expect((await engine.call("wrapped")).value).toEqual([
    "by wrapper",
    expect.stringMatching(/\/lib:.*\/lib$/),
    true,
  ]);
  expect(await engine.logged("wrapped")).toContain("wrapper runs\n");
  await engine.deploy("lost", "exports.handler = async () => 1;", {
    Environment: { Variables: { AWS_LAMBDA_EXEC_WRAPPER: "/opt/lost" } },
  });
  expect((await engine.call("lost")).value).toMatchObject({
    errorType: "Runtime.ExitError",
    errorMessage: expect.stringContaining("exit status 127"),
  });
});

test("an OS-only runtime starts the bootstrap of a layer when the package has none", async () => {
  const bootstrap = `#!/bin/sh
api="http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime/invocation"
while id=$(curl -s -D - -o /dev/null "$api/next" | tr -d '\\r' | sed -n 's/^lambda-runtime-aws-request-id: //ip'); do
  curl -s "$api/$id/response" -d "\\"$(basename $0) in $(ls)\\""
done`;
  const provided = await layer("runtime", { bootstrap });
  await engine.deploy(
    "own",
    { "only.txt": "" },
    { Runtime: "provided.al2023", Layers: [provided] },
  );
  expect((await engine.call("own")).value).toBe("bootstrap in only.txt");
});
