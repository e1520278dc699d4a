import { ListFunctionsCommand } from "@aws-sdk/client-lambda";
import { clientsFor } from "@/lib/aws/clients";
import { pagesOf } from "@/lib/aws/pages";
import type { Connection } from "@/lib/model/connection";
import type { AccountTriggersPage, Trigger } from "@/lib/model/trigger";
import { readApis } from "./read-apis";
import { readBucketNotifications } from "./read-bucket-notifications";
import { allMappings } from "./read-mappings";
import { readRestApis } from "./read-rest-apis";
import { readRules } from "./read-rules";
import { readSchedules } from "./read-schedules";
import { readSubscriptions } from "./read-subscriptions";
import { readUrls } from "./read-urls";
import { eachOf, shared, type SourceReading, Troubles } from "./source-reading";

/** Lambda lists URLs one function at a time, out of the 15 calls a second that deployments need too. */
const mostFunctionsOnAws = 50;
const mostFunctionsElsewhere = 500;

/**
 * All triggers of the account as the services tell them, in the order they come. Mappings come page by page; the last
 * line says what could not be read.
 */
export async function* streamTriggers(connection: Connection): AsyncGenerator<AccountTriggersPage> {
  const troubles = new Troubles(connection);
  const partial: string[] = [];
  const lines = new Lines<Trigger[]>();
  const whole = async (what: string, action: string, reading: Promise<SourceReading>) => {
    const read = await troubles.tolerate(reading, undefined, action);
    for (const problem of read?.problems ?? []) troubles.addProblem(problem);
    if (read && !read.complete && read.problems.length === 0) partial.push(what);
    if (read) lines.push(read.triggers);
  };
  const mappings = async () => {
    for await (const page of allMappings(connection)) lines.push(page);
  };
  const readings = [
    troubles.tolerate(mappings(), undefined, "list the event source mappings"),
    whole("rules", "read the EventBridge rules", readRulesOnce(connection)),
    whole("schedules", "read the schedules", readSchedules(connection)),
    whole("subscriptions", "read the subscriptions", readSubscriptions(connection)),
    whole("buckets", "read the buckets' notifications", readBucketNotifications(connection)),
    whole("APIs", "read the HTTP and WebSocket APIs", readApis(connection)),
    whole("REST APIs", "read the REST APIs", readRestApis(connection)),
    whole("function URLs", "read the function URLs", readAllUrls(connection)),
  ];
  const end = Promise.all(readings).then(
    () => lines.end(),
    (error: unknown) => lines.fail(error),
  );
  for await (const triggers of lines.all()) if (triggers.length > 0) yield { triggers };
  await end;
  yield { triggers: [], problems: troubles.problems, partial };
}

/** A call a rule: pages of the account share one reading. */
function readRulesOnce(connection: Connection): Promise<SourceReading> {
  return shared(connection, "rules", () => readRules(connection));
}

function readAllUrls(connection: Connection): Promise<SourceReading> {
  return shared(connection, "urls", async () => {
    const most = connection.kind === "profile" ? mostFunctionsOnAws : mostFunctionsElsewhere;
    const names: string[] = [];
    const pages = pagesOf(async (Marker) => {
      const page = await clientsFor(connection).lambda.send(
        new ListFunctionsCommand({ Marker, MaxItems: 50 }),
      );
      return { items: page.Functions, next: page.NextMarker };
    });
    for await (const page of pages) {
      names.push(...page.flatMap(({ FunctionName }) => FunctionName ?? []));
      if (names.length > most) return { triggers: [], complete: false, problems: [] };
    }
    const troubles = new Troubles(connection);
    const urls = await eachOf(names, (name) =>
      troubles.ifThere(readUrls(connection, name), [], "read the function URLs"),
    );
    const { problems } = troubles;
    return { triggers: urls.flat(), complete: problems.length === 0, problems };
  });
}

/** Brings what several readings tell into one stream. */
class Lines<Line> {
  #waiting: Line[] = [];
  #wake = () => {};
  #isEnded = false;
  #failure: { error: unknown } | undefined;

  push(line: Line): void {
    this.#waiting.push(line);
    this.#wake();
  }

  end(): void {
    this.#isEnded = true;
    this.#wake();
  }

  fail(error: unknown): void {
    this.#failure = { error };
    this.end();
  }

  async *all(): AsyncGenerator<Line> {
    for (;;) {
      yield* this.#waiting.splice(0);
      if (this.#waiting.length > 0) continue;
      if (this.#failure) throw this.#failure.error;
      if (this.#isEnded) return;
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }
}
