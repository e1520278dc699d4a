import { DeployError } from "./deploy-error";
import type { FolderFile } from "./read-folder";

const nodeRuntime = "nodejs22.x";
const pythonRuntime = "python3.13";
const customRuntime = "provided.al2023";

/** Files a handler's module may be in, by runtime family. */
const extensions: Readonly<Record<string, readonly string[]>> = {
  nodejs: [".mjs", ".js", ".cjs"],
  python: [".py"],
  ruby: [".rb"],
};

/**
 * Finds out how a folder wants to run: `bootstrap`, package.json's `main`, index.*, or a Python module with
 * `lambda_handler` or `handler`. Throws DeployError when nothing fits.
 */
export function guessFunction(files: readonly FolderFile[]): { runtime: string; handler: string } {
  const has = (path: string) => files.some((file) => file.path === path);
  if (has("bootstrap")) return { runtime: customRuntime, handler: "bootstrap" };
  const main = packageMain(files)?.replace(/^\.\//, "");
  if (main && has(main)) return node(main);
  for (const name of ["index.mjs", "index.js", "index.cjs", "app.mjs", "app.js", "handler.mjs"])
    if (has(name)) return node(name);
  for (const name of ["lambda_function.py", "app.py", "main.py", "handler.py", "index.py"]) {
    const file = files.find(({ path }) => path === name);
    if (file) return python(file);
  }
  throw new DeployError(
    "Could not tell how to run this folder: it has no index.mjs, index.js, app.py, lambda_function.py or bootstrap. " +
      "Say it with --runtime and --handler, for example --runtime nodejs22.x --handler src/main.handler.",
  );
}

/** Throws DeployError when the file that a handler names is not among the files. */
export function checkHandler(
  files: readonly FolderFile[],
  { runtime, handler }: { runtime: string; handler: string },
): void {
  const paths = new Set(files.map(({ path }) => path));
  if (runtime.startsWith("provided")) {
    if (paths.has("bootstrap")) return;
    throw new DeployError(
      `The runtime ${runtime} starts a file named bootstrap; the folder has none.`,
    );
  }
  const [family = ""] = /^[a-z]+/.exec(runtime) ?? [];
  const endings = extensions[family];
  // Java and .NET name a class, which only the runtime can look up.
  if (!endings) return;
  const dot = handler.lastIndexOf(".");
  const moduleName = handler.slice(0, dot);
  if (dot < 1)
    throw new DeployError(
      `The handler "${handler}" must name a file and a function, such as index.handler.`,
    );
  const candidates = [
    moduleName,
    ...(family === "python" ? [moduleName.replaceAll(".", "/")] : []),
  ];
  const wanted = candidates.flatMap((path) => endings.map((ending) => path + ending));
  if (wanted.some((path) => paths.has(path))) return;
  const shown = [...paths].slice(0, 8).join(", ");
  throw new DeployError(
    `The handler ${handler} needs a file ${[...new Set(wanted)].join(" or ")}; the folder has ${shown}${paths.size > 8 ? ", ..." : ""}.`,
  );
}

function node(path: string): { runtime: string; handler: string } {
  return { runtime: nodeRuntime, handler: `${path.replace(/\.[cm]?js$/, "")}.handler` };
}

function python({ path, content }: FolderFile): { runtime: string; handler: string } {
  const source = Buffer.from(content).toString("utf8");
  const name = /^(?:async )?def (lambda_handler|handler)\(/m.exec(source)?.[1] ?? "lambda_handler";
  return { runtime: pythonRuntime, handler: `${path.replace(/\.py$/, "")}.${name}` };
}

function packageMain(files: readonly FolderFile[]): string | undefined {
  const file = files.find(({ path }) => path === "package.json");
  if (!file) return undefined;
  try {
    const { main } = JSON.parse(Buffer.from(file.content).toString("utf8")) as { main?: unknown };
    return typeof main === "string" ? main : undefined;
  } catch (error) {
    throw new DeployError(`package.json is not valid JSON: ${(error as Error).message}`);
  }
}
