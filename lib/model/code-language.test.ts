import { expect, it } from "vitest";
import { languageOf } from "./code-language";

it.each([
  ["index.mjs", "", "javascript"],
  ["src/App.TSX", "", "typescript"],
  ["package.json", "", "json"],
  ["bootstrap", "#!/bin/sh\necho", "shell"],
  ["bootstrap", "#!/usr/bin/env python3.13\nprint()", "python"],
  ["run", "echo\n#!/bin/sh", "text"],
  [".env", "", "properties"],
  ["LICENSE", "MIT", "text"],
  ["data.parquet", "", "text"],
])("%s", (path, text, language) => {
  expect(languageOf(path, text)).toBe(language);
});
