import { functionPath } from "@/components/functions/use-function";
import { sendJson } from "@/components/ui/api";
import { problemOf } from "@/components/ui/problem-view";
import type { Change } from "@/lib/model/change";
import type { FunctionDetail } from "@/lib/model/function-detail";
import { ProblemError } from "@/lib/model/problem";
import { type CodePackage, toBase64 } from "./package-code";

/**
 * Deploys code in place of what `detail` shows, after publishing that where wanted. Throws ProblemError; it
 * names the version that was published before the rest failed.
 */
export async function replaceCode(
  detail: FunctionDetail,
  next: CodePackage,
  publishes: boolean,
): Promise<Change[]> {
  const published = publishes
    ? await sendJson<{ change: Change; version: string }>(
        "POST",
        functionPath(detail.name, "/versions"),
        { description: "Before its code was replaced", revisionId: detail.revisionId },
      )
    : undefined;
  try {
    const { change } = await sendJson<{ change: Change }>(
      "PUT",
      functionPath(detail.name, "/code"),
      { zipBase64: await toBase64(next.zip), expectedCodeSha256: detail.codeSha256 },
    );
    return published ? [published.change, change] : [change];
  } catch (error) {
    if (!published) throw error;
    const problem = problemOf(error);
    throw new ProblemError(
      {
        ...problem,
        detail: `${problem.detail} The present code was published before as version ${published.version}; trying again uses that version.`,
      },
      { cause: error },
    );
  }
}
