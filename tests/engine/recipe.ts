import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const page = fileURLToPath(new URL("../../docs/testing-with-lambdeck.md", import.meta.url));

/** Writes the files of a recipe in docs/testing-with-lambdeck.md, and the function that all of them test. */
export function writeRecipe(name: string, folder: string): void {
  const text = readFileSync(page, "utf8");
  const start = text.indexOf(`<!-- recipe: ${name} -->`);
  if (start < 0) throw new Error(`The page has no recipe ${name}`);
  const end = text.slice(start).search(/^##+ /m);
  const section = text.slice(start, end < 0 ? undefined : start + end);
  const files = [...section.matchAll(/^```\w+\n(?:\/\/|#) (\S+)\n([\s\S]*?)^```$/gm)];
  if (files.length === 0) throw new Error(`The recipe ${name} has no files`);
  for (const [, path = "", content = ""] of files) write(join(folder, path), content);
  write(
    join(folder, "functions/greet/index.mjs"),
    "export const handler = async (event) => `Hello ${event.name}`;\n",
  );
}

function write(path: string, content: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}
