import { resolve } from "node:path";
import { sourceTag } from "@/lib/model/source-tag";

/**
 * The tag by which the dashboard tells where a function's code is from. A tag's value can be 256 characters of few
 * kinds: what does not fit is cut off in front, and other characters become `_`.
 */
export function sourceTags(folder: string | undefined): Record<string, string> {
  if (folder === undefined) return {};
  const value = resolve(folder).replace(/[^\p{L}\p{Z}\p{N}_.:/=+\-@]/gu, "_");
  return { [sourceTag]: value.slice(-256) };
}
