import { zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { inspectZip, largestUploadBytes } from "./code-zip";

describe("inspectZip", () => {
  it("lists files with their sizes", () => {
    const zip = zipSync({ "index.js": new Uint8Array(5), lib: { "a.js": new Uint8Array(2) } });
    expect(inspectZip(zip)).toEqual({
      files: [
        { path: "index.js", sizeBytes: 5 },
        { path: "lib/a.js", sizeBytes: 2 },
      ],
      unzippedSizeBytes: 7,
      problem: undefined,
    });
  });
  it.each([
    [new Uint8Array(), /is empty/],
    [new TextEncoder().encode("exports.handler = 1"), /not a zip/],
    [zipSync({}), /holds no file/],
    [new Uint8Array(largestUploadBytes + 1), /50 MB by upload/],
  ])("refuses number %#", (zip, text) => {
    expect(inspectZip(zip).problem).toMatch(text);
  });
});
