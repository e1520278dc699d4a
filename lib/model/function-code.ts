/** What is in a function's deployed zip. */
export interface FunctionCode {
  files: { path: string; sizeBytes: number }[];
  zipSizeBytes: number;
  unzippedSizeBytes: number;
  codeSha256?: string;
  handler?: string;
  runtime?: string;
  /** The file the handler names; absent when the zip has no such file. */
  handlerFile?: string;
}

const largestTextBytes = 256 * 1024;

export type FileView =
  | { kind: "text"; path: string; text: string; sizeBytes: number }
  | { kind: "binary"; path: string; sizeBytes: number }
  | { kind: "too-large"; path: string; sizeBytes: number; limitBytes: number };

/** How a file of the zip is shown: as text, or only as its size. */
export function viewFile(path: string, bytes: Uint8Array): FileView {
  const sizeBytes = bytes.length;
  if (sizeBytes > largestTextBytes)
    return { kind: "too-large", path, sizeBytes, limitBytes: largestTextBytes };
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    if (!text.includes("\0")) return { kind: "text", path, text, sizeBytes };
  } catch {
    // Not UTF-8: shown as binary below.
  }
  return { kind: "binary", path, sizeBytes };
}

const extensions: readonly (readonly [family: string, endings: readonly string[]])[] = [
  ["nodejs", [".js", ".mjs", ".cjs"]],
  ["python", [".py", "/__init__.py"]],
  ["ruby", [".rb"]],
];

/** The file a handler like `src/app.handler` stands in, among the zip's paths; undefined when there is none. */
export function findHandlerFile(
  runtime: string | undefined,
  handler: string | undefined,
  paths: readonly string[],
): string | undefined {
  if (runtime?.startsWith("provided")) return paths.find((path) => path === "bootstrap");
  const endings = extensions.find(([family]) => runtime?.startsWith(family))?.[1];
  if (!endings || !handler) return undefined;
  const isPython = runtime?.startsWith("python");
  const slash = handler.lastIndexOf("/");
  const firstDot = isPython ? handler.lastIndexOf(".") : handler.indexOf(".", slash + 1);
  const modulePath = firstDot < 0 ? handler : handler.slice(0, firstDot);
  const base = isPython ? modulePath.replaceAll(".", "/") : modulePath;
  return endings.map((ending) => base + ending).find((path) => paths.includes(path));
}
