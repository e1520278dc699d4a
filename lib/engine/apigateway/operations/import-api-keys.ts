import type { ImportApiKeysRequest } from "@aws-sdk/client-api-gateway";
import { badRequest } from "../../apigatewayv2/errors.ts";
import { ServiceError, type CallContext, type Operation } from "../../http/service.ts";
import type { KeyStore } from "../key-store.ts";
import { newApiKey } from "./api-keys.ts";

const columns = ["name", "key", "description", "enabled", "usageplanids"] as const;
type Row = Partial<Record<(typeof columns)[number], string>>;

/** API keys from a file of comma-separated values. */
export function importApiKeysOperations(keys: KeyStore) {
  return {
    ImportApiKeys({ body, failOnWarnings }: ImportApiKeysRequest, { region }: CallContext) {
      const ids: string[] = [];
      const warnings: string[] = [];
      const made = readRows(Buffer.from(body ?? []).toString("utf8")).map((row) => ({
        key: newApiKey(keys, region, {
          name: row.name,
          value: row.key,
          ...(row.description !== undefined && { description: row.description }),
          enabled: row.enabled === undefined || row.enabled.toLowerCase() === "true",
        }),
        planIds: (row.usageplanids ?? "").split(",").flatMap((id) => id.trim() || []),
      }));
      for (const { planIds } of made)
        for (const planId of planIds)
          if (!keys.plans(region).some(({ id }) => id === planId))
            warnings.push(`Usage plan not found: ${planId}`);
      if (failOnWarnings && warnings.length > 0) throw badRequest(warnings.join("; "));
      for (const { key, planIds } of made) {
        try {
          keys.putKey(key);
        } catch (error) {
          if (!(error instanceof ServiceError) || failOnWarnings) throw error;
          warnings.push(`${error.message}: ${key.settings.name}`);
          continue;
        }
        ids.push(key.id);
        for (const plan of keys.plans(region))
          if (planIds.includes(plan.id))
            keys.putPlan({ ...plan, keyIds: [...plan.keyIds, key.id] });
      }
      return { ids, warnings };
    },
  } satisfies Record<string, Operation>;
}

function readRows(text: string): Row[] {
  const [header = [], ...lines] = readCsv(text);
  const names = header.map((name) => name.trim().toLowerCase());
  for (const name of names)
    if (!columns.includes(name as (typeof columns)[number]))
      throw badRequest(`Invalid column in the file of API keys: ${name}`);
  if (!names.includes("name") || !names.includes("key"))
    throw badRequest("The file of API keys needs the columns name and key");
  return lines.map((line) =>
    Object.fromEntries(
      names.flatMap((name, at) => (line[at]?.trim() ? [[name, line[at].trim()]] : [])),
    ),
  );
}

/** RFC 4180: fields in quotation marks may hold commas, line ends and doubled quotation marks. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  const fields = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/gy;
  for (const [whole, quoted, plain = "", end] of text.matchAll(fields)) {
    if (whole === "" && row.length === 0) break;
    row.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === ",") continue;
    if (row.some((field) => field !== "")) rows.push(row);
    row = [];
    if (end === "") break;
  }
  return rows;
}
