import { unzipSync } from "fflate";

/** What AWS takes by direct upload. Source: AWS Lambda Developer Guide, "Lambda quotas". */
export const largestUploadBytes = 50 * 1024 * 1024;
const largestUnzippedBytes = 250 * 1024 * 1024;

export interface ZipContent {
  files: { path: string; sizeBytes: number }[];
  unzippedSizeBytes: number;
  /** Why it cannot be deployed. */
  problem?: string;
}

/** Looks at a zip without unpacking it, and says why AWS would not take it. */
export function inspectZip(zip: Uint8Array): ZipContent {
  const files: ZipContent["files"] = [];
  const answer = (problem?: string): ZipContent => ({
    files,
    unzippedSizeBytes: files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    problem,
  });
  if (zip.length === 0) return answer("The zip is empty.");
  if (zip.length > largestUploadBytes)
    return answer(
      `The zip has ${megabytes(zip.length)} MB; AWS takes up to 50 MB by upload. Larger ones go over S3.`,
    );
  try {
    unzipSync(zip, {
      filter: ({ name, originalSize }) => {
        if (!name.endsWith("/")) files.push({ path: name, sizeBytes: originalSize });
        return false;
      },
    });
  } catch {
    return answer("This file is not a zip.");
  }
  if (files.length === 0) return answer("The zip holds no file.");
  const { unzippedSizeBytes } = answer();
  return unzippedSizeBytes > largestUnzippedBytes
    ? answer(`Unzipped it has ${megabytes(unzippedSizeBytes)} MB; AWS allows 250 MB.`)
    : answer();
}

function megabytes(bytes: number): string {
  return (bytes / 1024 / 1024).toFixed(1);
}
