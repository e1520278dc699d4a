import { guessFunction as guessFrom, type GuessedFunction } from "@/lib/model/guess-function";
import { DeployError } from "./deploy-error";
import type { FolderFile } from "./read-folder";

/** Files a handler's module may be in, by runtime family. */
const extensions: Readonly<Record<string, readonly string[]>> = {
  nodejs: [".mjs", ".js", ".cjs"],
  python: [".py"],
  ruby: [".rb"],
};

/** How a folder wants to run. Throws DeployError when nothing fits. */
export function guessFunction(files: readonly FolderFile[]): GuessedFunction {
  const guessed = guess(files);
  if (guessed) return guessed;
  throw new DeployError(
    "Could not tell how to run this folder: it has no index.mjs, index.js, app.py, lambda_function.py or bootstrap. " +
      "Say it with --runtime and --handler, for example --runtime nodejs22.x --handler src/main.handler.",
  );
}

function guess(files: readonly FolderFile[]): GuessedFunction | undefined {
  try {
    return guessFrom(files);
  } catch (error) {
    throw new DeployError((error as Error).message, { cause: error });
  }
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
