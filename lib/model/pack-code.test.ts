import { strToU8, unzipSync, zipSync } from "fflate";
import { describe, expect, it, vi } from "vitest";
import { guessFunction } from "./guess-function";
import { chooseFiles, compareFiles, filesToGuess, packZip, wrappingFolder } from "./pack-code";

const file = (path: string, text = "x") => ({ path, content: strToU8(text) });
const entry = (path: string, sizeBytes = 1) => ({ path, sizeBytes });
const noPause = () => Promise.resolve();

describe("packZip", () => {
  it("packs the files, marks programs as executable and pauses after each", async () => {
    const pause = vi.fn(noPause);
    const zip = await packZip(
      [file("index.mjs", "export {}"), file("bootstrap", "x"), file("run", "#!/bin/sh")],
      pause,
    );
    expect(pause).toHaveBeenCalledTimes(3);
    expect(new TextDecoder().decode(unzipSync(zip)["index.mjs"])).toBe("export {}");
    const view = new DataView(zip.buffer);
    const modes = [...zip.keys()]
      .filter((at) => at + 46 <= zip.length && view.getUint32(at, true) === 0x02014b50)
      .map((at) => (view.getUint32(at + 38, true) >>> 16).toString(8));
    expect(modes).toEqual(["100644", "100755", "100755"]);
  });

  it("gives equal bytes for equal files", async () => {
    const files = [file("a", "1"), file("b", "2")];
    expect(await packZip(files, noPause)).toEqual(await packZip(files, noPause));
  });
});

describe("chooseFiles", () => {
  it("leaves out .git, caches and what .lambdaignore says, at any depth", () => {
    const all = [".git/config", "index.mjs", "a/__pycache__/b.pyc", "test/x.js", "lib/x.js"];
    const chosen = chooseFiles(
      all.map((path) => entry(path)),
      "test/\n",
    );
    expect(chosen.map(({ path }) => path)).toEqual(["index.mjs", "lib/x.js"]);
  });

  it("refuses a folder without files and one that is too large", () => {
    expect(() => chooseFiles([entry(".git/config")], "")).toThrow("has no files to deploy");
    expect(() => chooseFiles([entry("a", 300 * 1024 * 1024)], "")).toThrow(
      "The folder has 300 MB; AWS allows 250 MB",
    );
  });
});

it("finds the folder that was zipped instead of its content", () => {
  expect(wrappingFolder([entry("app/index.js"), entry("app/lib/a.js")])).toBe("app");
  expect(wrappingFolder([entry("app/index.js"), entry("index.js")])).toBeUndefined();
  expect(wrappingFolder([entry("index.js")])).toBeUndefined();
});

it("compares two zips by name and size", () => {
  const before = [entry("a", 1), entry("b", 2), entry("c", 3)];
  const after = [entry("b", 2), entry("c", 4), entry("d")];
  expect(compareFiles(before, after)).toEqual({ added: ["d"], removed: ["a"], resized: ["c"] });
});

describe("guessFunction over a zip", () => {
  it.each([
    [{ "index.mjs": "" }, { runtime: "nodejs22.x", handler: "index.handler" }],
    [
      { "package.json": '{"main":"./src/app.js"}', "src/app.js": "" },
      { runtime: "nodejs22.x", handler: "src/app.handler" },
    ],
    [{ "app.py": "async def handler(e, c):" }, { runtime: "python3.13", handler: "app.handler" }],
    [{ bootstrap: "" }, { runtime: "provided.al2023", handler: "bootstrap" }],
    [{ "readme.md": "" }, undefined],
  ])("%j", (files: Record<string, string>, expected) => {
    const zip = zipSync(
      Object.fromEntries(Object.entries(files).map(([path, text]) => [path, strToU8(text)])),
    );
    expect(guessFunction(filesToGuess(zip))).toEqual(expected);
  });
});
