import { gunzipSync, gzipSync } from "fflate";
import { base64Of, bytesOfBase64, textOfBytes } from "./base64";
import type { Encoding } from "./json-place";

const largestText = 16 * 1024 * 1024;

/** Gzip, then base64: as CloudWatch Logs sends its data. The same text gives the same string. */
export const asGzip: Encoding = {
  name: "gzip in base64",
  decode(written) {
    const bytes = bytesOfBase64(written);
    if (!bytes || bytes.length < 18) return undefined;
    // The last four bytes say how large it becomes.
    if (new DataView(bytes.buffer).getUint32(bytes.length - 4, true) > largestText)
      return undefined;
    try {
      return textOfBytes(gunzipSync(bytes));
    } catch {
      return undefined;
    }
  },
  encode: (text) => base64Of(gzipSync(new TextEncoder().encode(text), { mtime: 0 })),
};
