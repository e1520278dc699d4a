import { refuseFields } from "../http/refuse-fields.ts";
import type { CallContext } from "../http/service.ts";
import { invalidArgument } from "./errors.ts";
import type { Stream } from "./stream.ts";
import type { KinesisStore } from "./stream-store.ts";

interface Named {
  StreamName?: string | undefined;
  StreamARN?: string | undefined;
  StreamId?: string | undefined;
}

/** The stream that a request gives by name, by ARN, or by both. Throws as AWS does. */
export function findStream(store: KinesisStore, input: Named, context: CallContext): Stream {
  refuseFields("InvalidArgumentException", input, { StreamId: "streams have a name and an ARN." });
  const { StreamName: name, StreamARN: arn } = input;
  if (name === undefined && arn === undefined)
    throw invalidArgument("Must specify either StreamName or StreamARN");
  const [, , , region = "", accountId = "", path = ""] = arn?.split(":") ?? [];
  const named = arn === undefined ? name : path.replace(/^stream\//, "");
  if (arn !== undefined && name !== undefined && named !== name)
    throw invalidArgument("StreamName and StreamARN are of different streams.");
  return store.require(
    arn === undefined ? context.region : region,
    arn === undefined ? context.accountId : accountId,
    named ?? "",
  );
}
