/** A file of a function's code. */
export interface CodeFile {
  /** Relative to the top, with `/`. */
  path: string;
  content: Uint8Array;
}

export interface GuessedFunction {
  runtime: string;
  handler: string;
}

const nodeRuntime = "nodejs22.x";
const pythonRuntime = "python3.13";
const customRuntime = "provided.al2023";

/**
 * Finds out how a folder wants to run: `bootstrap`, package.json's `main`, index.*, or a Python module with
 * `lambda_handler` or `handler`. Undefined when nothing fits. Throws an Error when package.json is not JSON.
 */
export function guessFunction(files: readonly CodeFile[]): GuessedFunction | undefined {
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
  return undefined;
}

/** Whether guessing looks into a file, and not only at its name. */
export function isReadToGuess(path: string): boolean {
  return path === "package.json" || /^[^/]+\.py$/.test(path);
}

function node(path: string): GuessedFunction {
  return { runtime: nodeRuntime, handler: `${path.replace(/\.[cm]?js$/, "")}.handler` };
}

function python({ path, content }: CodeFile): GuessedFunction {
  const source = new TextDecoder().decode(content);
  const name = /^(?:async )?def (lambda_handler|handler)\(/m.exec(source)?.[1] ?? "lambda_handler";
  return { runtime: pythonRuntime, handler: `${path.replace(/\.py$/, "")}.${name}` };
}

function packageMain(files: readonly CodeFile[]): string | undefined {
  const file = files.find(({ path }) => path === "package.json");
  if (!file) return undefined;
  try {
    const content: unknown = JSON.parse(new TextDecoder().decode(file.content));
    return content && typeof content === "object" && "main" in content
      ? typeof content.main === "string"
        ? content.main
        : undefined
      : undefined;
  } catch (error) {
    throw new Error(`package.json is not valid JSON: ${(error as Error).message}`, {
      cause: error,
    });
  }
}
