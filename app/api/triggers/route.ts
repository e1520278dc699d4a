import { handle } from "@/lib/server/handle";
import { jsonLines } from "@/lib/server/json-lines";
import { streamTriggers } from "@/lib/triggers/stream-triggers";

export const GET = handle(({ connection }) => jsonLines(streamTriggers(connection)));
