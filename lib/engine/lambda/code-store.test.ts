import {
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  statSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { strToU8, zipSync } from "fflate";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ManualClock } from "../testing/manual-clock.ts";
import { zipFiles } from "../testing/zip-files.ts";
import { CodeStore } from "./code-store.ts";
import { codeFolder } from "./version-state.ts";

let homeDir: string;
let code: CodeStore;
beforeEach(() => {
  homeDir = mkdtempSync(join(tmpdir(), "lambdeck-code-"));
  code = new CodeStore(homeDir, new ManualClock());
});
afterEach(() => code.sweep([]));

const folderOf = (codeSha256: string) => join(code.directory, codeFolder(codeSha256));

test("a package is unpacked once, read-only, with its executable files and links", async () => {
  const attributes = (mode: number) => ({ os: 3, attrs: mode << 16 });
  const zip = zipSync({
    "lib/a.js": strToU8("a"),
    bootstrap: [strToU8("#!/bin/sh"), attributes(0o100755)],
    link: [strToU8("lib/a.js"), attributes(0o120777)],
  });
  const { codeSha256, codeSizeBytes } = await code.add(zip);
  const folder = folderOf(codeSha256);
  expect(codeSizeBytes).toBe(zip.length);
  expect(readFileSync(join(folder, "lib/a.js"), "utf8")).toBe("a");
  expect(statSync(join(folder, "bootstrap")).mode & 0o777).toBe(0o555);
  expect(statSync(join(folder, "lib/a.js")).mode & 0o777).toBe(0o444);
  expect(statSync(join(folder, "lib")).mode & 0o777).toBe(0o555);
  expect(readlinkSync(join(folder, "link"))).toBe("lib/a.js");
  await Promise.all([code.add(zip), code.add(zip)]);
  expect(readdirSync(code.directory)).toHaveLength(2);
});

const notUnzippable =
  "Could not unzip uploaded file. Please check your file, then try to upload again.";

test.each([
  ["a path that leads outside", { "../evil": strToU8("x") }],
  ["a path that leads outside by a detour", { "a/../../evil": strToU8("x") }],
  ["an absolute path", { "/etc/evil": strToU8("x") }],
  ["a Windows path that leads outside", { "..\\evil": strToU8("x") }],
  ["a link that leads outside", { l: [strToU8("../x"), { os: 3, attrs: 0o120777 << 16 }] }],
  ["a link to an absolute path", { l: [strToU8("/etc"), { os: 3, attrs: 0o120777 << 16 }] }],
  ["a file that is also a folder", { a: strToU8("x"), "a/b": strToU8("y") }],
] as [string, Parameters<typeof zipSync>[0]][])("refuses %s", async (_name, files) => {
  await expect(code.add(zipSync(files))).rejects.toThrow(notUnzippable);
  expect(existsSync(join(homeDir, "evil"))).toBe(false);
  expect(existsSync(code.directory) ? readdirSync(code.directory) : []).toEqual([]);
});

test("refuses what is no zip, what is cut off and what is empty", async () => {
  const zip = zipFiles({ "index.js": "x".repeat(1000) });
  for (const broken of [strToU8("hello"), zip.subarray(0, zip.length - 30), zip.subarray(40)])
    await expect(code.add(broken)).rejects.toThrow(notUnzippable);
  await expect(code.add(new Uint8Array())).rejects.toThrow("non-empty zip");
  await expect(code.add(zipSync({}))).rejects.toThrow("non-empty zip");
});

test("a bomb is refused by its declared sizes, before it is inflated", async () => {
  const zip = Buffer.from(zipFiles({ a: "1" }));
  const directoryEntry = zip.indexOf(Buffer.from("PK\x01\x02"));
  zip.writeUInt32LE(262_144_000, directoryEntry + 24);
  await expect(code.add(zip)).rejects.toThrow("Unzipped size must be smaller than 262144000 bytes");
});

test("only packages in use outlive a sweep", async () => {
  const kept = await code.add(zipFiles({ a: "1" }));
  const unused = await code.add(zipFiles({ a: "2" }));
  await code.sweep([kept.codeSha256]);
  expect(existsSync(folderOf(kept.codeSha256))).toBe(true);
  expect(existsSync(folderOf(unused.codeSha256))).toBe(false);
  expect(readdirSync(code.directory)).toHaveLength(2);
});
