import { checkEndpoint, environmentEndpointName, resolveConnection } from "@/lib/aws/connections";
import { readProfiles } from "@/lib/aws/profiles";
import type { Connection } from "@/lib/model/connection";
import { ProblemError } from "@/lib/model/problem";
import { readEndpoints, type SavedEndpoint, saveEndpoint } from "@/lib/store/endpoints";

/** Saves an AWS-compatible address under a new name. Throws a ProblemError naming the wrong field. */
export async function addEndpoint(endpoint: SavedEndpoint): Promise<Connection> {
  const checked = checkEndpoint(endpoint);
  const taken =
    checked.name === environmentEndpointName ||
    readEndpoints().some(({ name }) => name === checked.name);
  if (taken)
    throw new ProblemError({
      kind: "conflict",
      title: "This endpoint cannot be added",
      detail: `There is an endpoint "${checked.name}" already.`,
      field: "name",
    });
  const { profile } = checked;
  if (profile !== undefined && !(await readProfiles()).some(({ name }) => name === profile))
    throw new ProblemError({
      kind: "invalid",
      title: "This endpoint cannot be added",
      detail: `The AWS config files have no profile "${profile}".`,
      field: "profile",
    });
  saveEndpoint(checked);
  return resolveConnection(`endpoint:${checked.name}`);
}
