import { expect, test } from "vitest";
import { type OddArchive, type OddMember, packZip } from "../testing/pack-zip.ts";
import { fuzzZip } from "../testing/fuzz/fuzz-zip.ts";
import { readZip } from "./unzip.ts";

const notUnzippable =
  "Could not unzip uploaded file. Please check your file, then try to upload again.";
const hello: OddMember = { name: "index.js", content: "hello" };

async function unpacked(members: OddMember[], archive?: OddArchive): Promise<object> {
  const entries = await readZip(packZip(members, archive));
  return Object.fromEntries(
    entries.map(({ path, content }) => [path, Buffer.from(content).toString()]),
  );
}

test.each<[string, OddMember[], OddArchive]>([
  ["64-bit sizes and a 64-bit end", [{ ...hello, wide: true }], { wide: true }],
  ["a stored member", [{ ...hello, method: 0 }], {}],
  ["something before the archive", [hello], { prefix: Buffer.from("#!/bin/sh\n") }],
  [
    "something before a 64-bit archive",
    [{ ...hello, wide: true }],
    { wide: true, prefix: Buffer.from("#!/bin/sh\n") },
  ],
  ["a comment", [hello], { comment: Buffer.from("made by hand PK\x05\x06") }],
  ["two files with one path: the later one", [{ ...hello, content: "old" }, hello], {}],
])("reads %s", async (_name, members, archive) => {
  expect(await unpacked(members, archive)).toEqual({ "index.js": "hello" });
});

test("reads names as UTF-8 with and without the flag, and what is no UTF-8 byte by byte", async () => {
  const names = [
    { name: "größe" },
    { name: "名", flags: 2048 },
    { name: Buffer.from([0x61, 0xe9]) },
  ];
  expect(Object.keys(await unpacked(names))).toEqual(["größe", "名", "aé"]);
  const odd = [{ name: "__proto__" }, { name: "constructor", content: "x" }];
  expect((await readZip(packZip(odd))).map(({ path }) => path)).toEqual([
    "__proto__",
    "constructor",
  ]);
});

test("keeps links that stay inside and which files may be run; a folder's data counts for nothing", async () => {
  const entries = await readZip(
    packZip([
      { name: "node_modules/.bin/tool", content: "../tool/run.js", mode: 0o120777 },
      { name: "bootstrap", mode: 0o100755 },
      { name: "data/", content: "not empty", mode: 0o40755 },
    ]),
  );
  expect(entries).toMatchObject([
    { kind: "link", path: "node_modules/.bin/tool" },
    { kind: "file", executable: true },
    { kind: "folder", path: "data/" },
  ]);
});

const bomb = { name: "a", content: Buffer.alloc(1_000_000) };
test.each<[string, OddMember[], OddArchive]>([
  ["a wrong checksum", [{ ...hello, crc: 1 }], {}],
  ["a content longer than declared", [{ ...bomb, sizeBytes: 10 }], {}],
  ["a content shorter than declared", [{ ...hello, sizeBytes: 100 }], {}],
  ["a stored content of another size", [{ ...hello, method: 0, sizeBytes: 4 }], {}],
  ["data that is not deflated", [{ ...hello, packed: Buffer.from([255, 1, 2]) }], {}],
  ["an encrypted member", [{ ...hello, flags: 1 }], {}],
  ["another packing method", [{ ...hello, method: 12 }], {}],
  ["members that share their bytes", [hello, { name: "b", content: "hello", offset: 0 }], {}],
  ["a place outside", [{ ...hello, offset: 4_000_000_000 }], {}],
  ["a 64-bit size beyond any file", [{ ...hello, wide: true, sizeBytes: 2 ** 60 }], {}],
  ["a count that is too high", [hello], { count: 2 }],
  ["a count that is too low", [hello, { name: "b" }], { count: 1 }],
  ["a name with a zero byte", [{ name: "a\0b" }], {}],
  [
    "a link that leaves by way of another link",
    [
      { name: "d/l", content: "..", mode: 0o120777 },
      { name: "m", content: "d/l/../..", mode: 0o120777 },
    ],
    {},
  ],
  ["a link to nowhere", [{ name: "l", content: "", mode: 0o120777 }], {}],
])("refuses %s", async (_name, members, archive) => {
  await expect(readZip(packZip(members, archive))).rejects.toThrow(notUnzippable);
});

test("refuses what is too big unpacked by the sum of the declared sizes, before unpacking any", async () => {
  const parts = Array.from({ length: 5 }, (_, i) => ({ name: `${i}`, sizeBytes: 52_428_800 }));
  await expect(readZip(packZip(parts))).rejects.toThrow(
    "Unzipped size must be smaller than 262144000 bytes",
  );
});

test("lets others have their turn while it unpacks", async () => {
  let turns = 0;
  const timer = setInterval(() => turns++, 0);
  const members = Array.from({ length: 3000 }, (_, i) => ({ name: `${i}`, content: "x" }));
  await readZip(packZip(members));
  clearInterval(timer);
  expect(turns).toBeGreaterThan(3);
});

test("2,000 malformed archives are read or refused in AWS's words", async () => {
  expect(await fuzzZip(2000, 1)).toEqual([]);
}, 60_000);
