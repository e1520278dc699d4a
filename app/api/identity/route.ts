import { readIdentity } from "@/lib/connections/read-identity";
import { handle } from "@/lib/server/handle";

export const GET = handle(({ connection }) => readIdentity(connection));
