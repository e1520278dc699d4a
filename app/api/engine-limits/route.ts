import { readEngineLimits } from "@/lib/connections/read-engine-limits";
import { handle } from "@/lib/server/handle";

export const GET = handle(({ connection }) => readEngineLimits(connection));
