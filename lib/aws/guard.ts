import { HttpResponse } from "@smithy/core/protocols";
import type {
  DeserializeHandler,
  FinalizeHandler,
  HandlerExecutionContext,
  InitializeHandler,
  MiddlewareStack,
} from "@smithy/types";
import { isPaid } from "@/lib/model/api-use";
import type { CloudCall, CloudService } from "@/lib/model/change";
import type { Connection } from "@/lib/model/connection";
import { ProblemError } from "@/lib/model/problem";
import { checkBudget, countCall, countLogBytes } from "./call-meter";
import { type CommandClass, commandClass } from "./command-classes";
import { isThrottle } from "./error-kind";
import { isGranted } from "./grant";
import { waitForTurn } from "./pace";
import { rememberCall } from "./sent-call";

/**
 * Stands around every call of a client. Before anything is sent: the command is known, the connection may do
 * what it does, and the day's budget has something left for a read that AWS bills. Around each attempt: the account's request rate is kept, the call is counted, and
 * only what is safe to repeat is repeated - looking always, a change when AWS threw it back unread, an
 * invocation never.
 */
export function guardCalls(
  stack: MiddlewareStack<never, never>,
  service: CloudService,
  connection: Connection,
  mayChange: () => boolean,
): void {
  stack.add(
    (next: InitializeHandler<never, never>, context: HandlerExecutionContext) => async (args) => {
      const command = commandName(context);
      checkAllowed({ service, command, input: args.input }, connection, mayChange);
      if (commandClass(service, command) === "read" && isPaid(service, command))
        checkBudget(connection);
      try {
        const result = await next(args);
        if (service === "logs") countLogBytes(connection.id, logBytesIn(result.output));
        return result;
      } catch (thrown) {
        const error = thrown instanceof NotRepeated ? thrown.hidden : thrown;
        rememberCall(error, { connection, service, command });
        throw error;
      }
    },
    { step: "initialize", name: "lambdeckGuard", priority: "high" },
  );
  stack.add(
    (next: FinalizeHandler<never, never>, context: HandlerExecutionContext) => async (args) => {
      const command = commandName(context);
      await waitForTurn(connection, service, command);
      countCall(connection.id, service, command, metricsAskedFor(args.input));
      try {
        return await next(args);
      } catch (error) {
        throw mayRepeat(commandClass(service, command), error) ? error : new NotRepeated(error);
      }
    },
    // After the SDK's own retry step, so once per attempt.
    { step: "finalizeRequest", name: "lambdeckAttempt", priority: "low" },
  );
  stack.add(
    (next: DeserializeHandler<never, never>) => async (args) => {
      const result = await next(args);
      await keepOddAnswer(result.response);
      return result;
    },
    // Inside the SDK's own reading.
    { step: "deserialize", name: "lambdeckOddAnswers", priority: "low" },
  );
}

/**
 * Reads an answer that is going to be an error, or a web page, to its end before the SDK does: where the
 * SDK cannot make sense of it, what it said is still known.
 */
async function keepOddAnswer(response: unknown): Promise<void> {
  if (!HttpResponse.isInstance(response)) return;
  const isPage = response.headers["content-type"]?.includes("text/html") ?? false;
  if (response.statusCode < 300 && !isPage) return;
  const chunks: Uint8Array[] = [];
  for await (const chunk of response.body as AsyncIterable<Uint8Array>) chunks.push(chunk);
  response.body = new Uint8Array(Buffer.concat(chunks));
  // A page in place of a result could even pass for an empty XML answer.
  if (response.statusCode < 300)
    throw Object.assign(new Error("Unknown"), {
      $response: response,
      $metadata: { httpStatusCode: response.statusCode },
    });
}

/** Hides an error from the SDK's retry step, which knows errors by name and status, their cause's too. */
class NotRepeated extends Error {
  constructor(readonly hidden: unknown) {
    super("not repeated");
  }
}

function mayRepeat(commandClass: CommandClass | undefined, error: unknown): boolean {
  // Who has not answered in all that time is not waited for twice more.
  if (error instanceof Error && Reflect.get(error, "code") === "ETIMEDOUT") return false;
  return commandClass === "read" || (commandClass === "change" && isThrottle(error));
}

function checkAllowed(
  call: CloudCall & { service: CloudService },
  connection: Connection,
  mayChange: () => boolean,
): void {
  const { service, command } = call;
  const kind = commandClass(service, command);
  if (kind === undefined)
    throw new ProblemError({
      kind: "unsupported",
      title: `${command} was not sent`,
      detail: `Lambdeck does not send ${service} ${command}: it is not in its list of commands.`,
    });
  if (kind === "read" || mayChange()) return;
  if (kind === "change" && isGranted(connection.id, call)) return;
  throw new ProblemError({
    kind: "read-only",
    title: kind === "invoke" ? "Nothing was invoked" : "Nothing was changed",
    detail: `${connection.label} (${connection.region}) is read-only until it is unlocked; ${command} was not sent.`,
    action: "Unlock the connection in the connection menu, then try again.",
  });
}

/** GetMetricData is priced by its metrics; expressions over them are free. */
function metricsAskedFor(input: { MetricDataQueries?: { MetricStat?: unknown }[] }): number {
  return input.MetricDataQueries?.filter((query) => query.MetricStat).length ?? 0;
}

/** How much log text an answer holds. */
function logBytesIn({ events }: { events?: unknown }): number {
  if (!Array.isArray(events)) return 0;
  return events.reduce(
    (sum: number, { message }: { message?: string }) => sum + Buffer.byteLength(message ?? ""),
    0,
  );
}

function commandName(context: HandlerExecutionContext): string {
  return (context.commandName ?? "").replace(/Command$/, "");
}
