import { inspectZip } from "@/lib/model/code-zip";
import { refuse } from "@/lib/model/refuse";

/** The bytes of an uploaded zip; refused with AWS's limits when it cannot be deployed. */
export function checkZip(zipBase64: string): Uint8Array {
  const zip = Buffer.from(zipBase64, "base64");
  const { problem } = inspectZip(zip);
  if (problem) refuse("zip", problem);
  return zip;
}
