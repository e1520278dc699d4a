import * as z from "zod";
import { handle } from "@/lib/server/handle";
import { addUrlPermissions } from "@/lib/triggers/url-permissions";

const body = z.strictObject({ qualifier: z.string().min(1).optional() });

export const POST = handle(body, ({ connection, params, body: { qualifier } }) =>
  addUrlPermissions(connection, params.name!, qualifier),
);
