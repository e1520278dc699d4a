import { unzipSync } from "fflate";
import { refuse } from "@/lib/model/refuse";

const largestUploadBytes = 50 * 1024 * 1024;
const largestUnzippedBytes = 250 * 1024 * 1024;

/** The bytes of an uploaded zip; refused with AWS's limits when it cannot be deployed. */
export function checkZip(zipBase64: string): Uint8Array {
  const zip = Buffer.from(zipBase64, "base64");
  if (zip.length === 0) refuse("zip", "The zip is empty.");
  if (zip.length > largestUploadBytes)
    refuse(
      "zip",
      `The zip has ${megabytes(zip.length)} MB; AWS takes up to 50 MB by upload. Larger ones go over S3.`,
    );
  let unzippedBytes = 0;
  let files = 0;
  try {
    unzipSync(zip, {
      filter: ({ originalSize }) => {
        unzippedBytes += originalSize;
        files += 1;
        return false;
      },
    });
  } catch {
    refuse("zip", "This file is not a zip.");
  }
  if (files === 0) refuse("zip", "The zip holds no file.");
  if (unzippedBytes > largestUnzippedBytes)
    refuse("zip", `Unzipped it has ${megabytes(unzippedBytes)} MB; AWS allows 250 MB.`);
  return zip;
}

function megabytes(bytes: number): string {
  return (bytes / 1024 / 1024).toFixed(1);
}
