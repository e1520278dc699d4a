import type { ApiDraft } from "@/lib/model/trigger-drafts/api-draft";
import type { TriggerTarget } from "./trigger-target";

/** The route on every stage, as the console writes it into a function's policy. */
export function routeArn(
  { partition, region, accountId }: TriggerTarget,
  apiId: string,
  { protocol, method, path }: ApiDraft,
): string {
  const api = `arn:${partition}:execute-api:${region}:${accountId}:${apiId}`;
  if (protocol === "WEBSOCKET") return `${api}/*/${path}`;
  if (path === "$default") return `${api}/*/$default`;
  return `${api}/*/${method === "ANY" ? "*" : method}${path.replaceAll(/\{[^}]*\}/g, "*")}`;
}
