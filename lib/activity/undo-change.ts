import { resolveConnection } from "@/lib/aws/connections";
import { problemFrom } from "@/lib/aws/problem-from";
import { canSend, sendCall } from "@/lib/aws/send-call";
import type { Change, CloudCall, Undo } from "@/lib/model/change";
import type { Connection } from "@/lib/model/connection";
import { ProblemError } from "@/lib/model/problem";
import { journalled, readChange } from "@/lib/store/journal";
import { deletionOfNew, withNewIds } from "@/lib/store/new-ids";
import { firstDifference, stateLeft } from "./state-left";

/**
 * Takes a change back, in the journal as a change of its own. Refuses with a ProblemError when AWS's state
 * is no longer what the change left: undoing then would throw away somebody's later work.
 */
export async function undoChange(id: number): Promise<Change> {
  const change = readChange(id);
  if (!change)
    throw new ProblemError({
      kind: "not-found",
      title: "Nothing was undone",
      detail: "The journal has no such entry.",
    });
  const undo = withNewIds(undoOf(change), change.connectionId);
  const connection = await resolveConnection(change.connectionId);
  const revisionId = await checkUnchanged(change, connection);
  const { change: undone } = await journalled(
    {
      connection,
      functionName: change.functionName,
      kind: change.kind,
      title: `Undo: ${change.title}`,
      before: change.after,
      after: change.before,
      call: undo,
      undo: (answer) => redoOf(change.call, undo, answer),
      undoes: change.id,
    },
    async () => {
      try {
        return await sendCall(connection, withRevision(undo, revisionId));
      } catch (error) {
        throw new ProblemError(problemFrom(error, { connection, action: "undo the change" }), {
          cause: error,
        });
      }
    },
  );
  return undone;
}

function undoOf(change: Change): CloudCall {
  const refuse = (detail: string) =>
    new ProblemError({ kind: "conflict", title: "This change cannot be undone", detail });
  if (change.undoneBy !== undefined) throw refuse("It has been undone already.");
  if (change.outcome === "failed") throw refuse("It failed, so there is nothing to take back.");
  if (change.outcome !== "done")
    throw refuse("Its outcome is not known. Look at the function and set what you want.");
  if ("impossible" in change.undo) throw refuse(change.undo.impossible);
  return change.undo;
}

/** How an undo is taken back in its turn: the first change again, where that can be checked and repeated. */
function redoOf(call: CloudCall, undo: CloudCall, answer: object): Undo {
  const deletion = deletionOfNew(call, undo, answer);
  if (deletion) return deletion;
  return canSend(call) && stateLeft(undo, answer)
    ? { ...call, input: withoutRevision(call.input) }
    : { impossible: "Make the change anew." };
}

/** Gives the revision that was looked at, where AWS has one. */
async function checkUnchanged(change: Change, connection: Connection): Promise<string | undefined> {
  const left = stateLeft(change.call, change.answer);
  if (!left)
    throw new ProblemError({
      kind: "conflict",
      title: "This change cannot be undone",
      detail: `Whether something has changed since ${change.call.command} cannot be told.`,
    });
  const answer = await readOrAbsent(connection, left.read);
  const difference = firstDifference(left, answer);
  if (difference)
    throw new ProblemError({
      kind: "conflict",
      title: "Nothing was undone",
      detail: /^(Environment|Variables)$/.test(difference.member)
        ? `The environment variables have changed since.`
        : `${difference.member} is ${shown(difference.found)} now; this change had left it ${shown(difference.expected)}.`,
      action: "Look at the present state and set what you want.",
    });
  const revision: unknown = answer?.RevisionId;
  return typeof revision === "string" ? revision : undefined;
}

async function readOrAbsent(
  connection: Connection,
  call: CloudCall,
): Promise<Record<string, unknown> | undefined> {
  try {
    return { ...(await sendCall(connection, call)) };
  } catch (error) {
    const problem = problemFrom(error, { connection, action: "look at the present state" });
    if (problem.kind === "not-found") return undefined;
    throw new ProblemError(problem, { cause: error });
  }
}

/** Where the API takes one, AWS itself refuses when something changes between the look and the act. */
function withRevision(call: CloudCall, revisionId: string | undefined): CloudCall {
  const input = withoutRevision(call.input);
  const takesRevision = /^(UpdateFunctionConfiguration|UpdateAlias)$/.test(call.command);
  return takesRevision && revisionId
    ? { ...call, input: { ...input, RevisionId: revisionId } }
    : { ...call, input };
}

function withoutRevision(input: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(input).filter(([name]) => name !== "RevisionId"));
}

function shown(value: unknown): string {
  return value === undefined ? "not set" : JSON.stringify(value);
}
