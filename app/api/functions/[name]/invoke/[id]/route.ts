import { ProblemError } from "@/lib/model/problem";
import { handle } from "@/lib/server/handle";
import { readInvocation } from "@/lib/store/invocation-history";

export const GET = handle(({ connection, params }) => {
  const found = readInvocation(connection.id, params.name ?? "", Number(params.id));
  if (found) return found;
  throw new ProblemError({
    kind: "not-found",
    title: "This invocation is no longer kept",
    detail: "The history holds the newest 50 invocations of a function.",
  });
});
