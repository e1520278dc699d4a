import { expect, test } from "vitest";
import { readUploadedZip } from "./read-uploaded-zip.ts";

const limitBytes = 52_428_800;
const read = (ZipFile: Uint8Array) =>
  readUploadedZip(
    { readObject: () => Promise.reject(new Error("nothing is in S3")) },
    { ZipFile },
    "CreateFunction",
    { region: "us-east-1" },
  );

test("a zip sent with the call has at most 50 MB", async () => {
  expect(await read(new Uint8Array(limitBytes))).toHaveLength(limitBytes);
  await expect(read(new Uint8Array(limitBytes + 1))).rejects.toMatchObject({
    code: "InvalidParameterValueException",
    message: "Zipped size must be smaller than 52428800 bytes",
  });
});
