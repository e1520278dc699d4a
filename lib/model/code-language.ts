const endings = {
  javascript: ["js", "mjs", "cjs", "jsx"],
  typescript: ["ts", "mts", "cts", "tsx"],
  json: ["json", "map"],
  python: ["py", "pyi"],
  ruby: ["rb"],
  shell: ["sh", "bash"],
  yaml: ["yml", "yaml"],
  toml: ["toml"],
  xml: ["xml", "csproj", "svg"],
  html: ["html", "htm"],
  css: ["css"],
  properties: ["ini", "cfg", "properties", "env"],
} as const;

export type CodeLanguage = keyof typeof endings | "text";

const byEnding = new Map<string, CodeLanguage>(
  Object.entries(endings).flatMap(([language, names]) =>
    names.map((name) => [name, language as CodeLanguage] as const),
  ),
);

/** The language of a file: by its ending, else by a script's first line like `#!/usr/bin/env python3`. */
export function languageOf(path: string, text: string): CodeLanguage {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const known = name.includes(".") && byEnding.get(name.split(".").at(-1)!.toLowerCase());
  if (known) return known;
  const [, program = ""] =
    /^#!.*?\b(bash|sh|node|python|ruby)[\d.]*\s*$/.exec(text.split("\n", 1)[0]!) ?? [];
  return byProgram[program] ?? "text";
}

const byProgram: Record<string, CodeLanguage> = {
  bash: "shell",
  sh: "shell",
  node: "javascript",
  python: "python",
  ruby: "ruby",
};
