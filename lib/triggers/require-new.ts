import { httpStatus } from "@/lib/aws/error-kind";
import { problemFrom } from "@/lib/aws/problem-from";
import { refuse } from "@/lib/model/refuse";

/**
 * Refuses a name that is taken. Services that answer a second creation with what is there would let it pass for ours,
 * and taking ours back would delete it.
 */
export async function requireNew(
  field: string,
  named: string,
  find: () => Promise<unknown>,
): Promise<void> {
  const isThere = await find().then(
    () => true,
    (error: unknown) => {
      // The answer to a HEAD has no body that would tell more.
      if (httpStatus(error) === 404 || problemFrom(error).kind === "not-found") return false;
      throw error;
    },
  );
  if (isThere) refuse(field, `There is a ${named} already: choose it, or another name.`);
}
