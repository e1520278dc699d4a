import { readApiUse } from "@/lib/aws/call-meter";
import { handle } from "@/lib/server/handle";

export const GET = handle(({ connection }) => readApiUse(connection));
