import { functionPath } from "@/components/functions/use-function";

/** The API's path of one alias. */
export function aliasPath(functionName: string, alias: string): string {
  return functionPath(functionName, `/aliases/${encodeURIComponent(alias)}`);
}
