import { ServiceError } from "../../http/service.ts";
import { readZip } from "../../lambda/unzip.ts";
import { type OddArchive, type OddMember, packZip } from "../pack-zip.ts";
import { Random } from "../random.ts";
import { spoilBytes } from "./spoil-text.ts";

const names = [
  "index.js",
  "a/b/c.txt",
  "a/",
  "./x",
  "../up",
  "/abs",
  "C:\\w",
  "a\\b",
  "__proto__",
  "",
  ".",
  "é😀",
  "n".repeat(5000),
  "a/".repeat(3000),
  "z\0z",
];

/** Reads malformed archives: each must be read or refused in AWS's words, soon. Gives what was neither. */
export async function fuzzZip(archives: number, seed: number): Promise<string[]> {
  const random = new Random(seed);
  const findings: string[] = [];
  for (let left = archives; left > 0; left--) {
    const zip = makeArchive(random);
    const startedMs = performance.now();
    try {
      const entries = await readZip(zip);
      const outside = entries.find(({ path }) => /^\/|^\.\.(\/|$)|\0/.test(path));
      if (outside) findings.push(`leads outside: ${outside.path}`);
    } catch (error) {
      const refused =
        error instanceof ServiceError && error.code === "InvalidParameterValueException";
      if (!refused) findings.push(`${String(error)} for ${Buffer.from(zip).toString("base64")}`);
    }
    const elapsedMs = performance.now() - startedMs;
    if (elapsedMs > 5000) findings.push(`took ${elapsedMs} ms: ${zip.length} bytes`);
  }
  return findings;
}

function makeArchive(random: Random): Uint8Array {
  const members = Array.from({ length: random.below(5) }, () => makeMember(random));
  const archive: OddArchive = {
    ...(random.chance(0.1) && { prefix: random.bytes(20) }),
    ...(random.chance(0.1) && { comment: random.bytes(20) }),
    ...(random.chance(0.05) && { count: random.below(0x10000) }),
    wide: random.chance(0.2),
  };
  const zip = packZip(members, archive);
  return random.chance(0.7) ? spoilBytes(Buffer.from(zip), random) : zip;
}

function makeMember(random: Random): OddMember {
  const content = Buffer.alloc(random.pick([0, 1, 100, 5000, 200_000]), "text ");
  const odd: Partial<OddMember> = random.pick([
    {},
    {},
    { method: 0 },
    { method: random.below(100) },
    { flags: random.below(0x10000) },
    { crc: 7 },
    { sizeBytes: random.pick([0, 1, 2 ** 31, 0xfffffffe]) },
    { packed: random.bytes(30) },
    { offset: random.below(200) },
    { mode: random.below(0x10000) },
    { mode: 0o120777, content: random.pick(["../..", "/etc", "a/../..", "index.js", "", "\0"]) },
  ]);
  return { name: random.pick(names), content, wide: random.chance(0.2), ...odd };
}
