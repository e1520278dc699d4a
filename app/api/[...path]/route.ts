import { ProblemError } from "@/lib/model/problem";
import { handleWithoutConnection } from "@/lib/server/handle";

/** What has no route of its own is answered as the rest of the API answers, not with a page. */
const answer = handleWithoutConnection(({ params }) => {
  throw new ProblemError({
    kind: "not-found",
    title: "There is no such address",
    detail: `The API has no /api/${params.path}; docs/api.md lists what it has.`,
  });
});

export { answer as DELETE, answer as GET, answer as PATCH, answer as POST, answer as PUT };
