import { paginateListRoles } from "@aws-sdk/client-iam";
import { clientsFor } from "@/lib/aws/clients";
import type { Connection } from "@/lib/model/connection";

const mostRoles = 1_000;

/** The roles that Lambda may assume, by name. */
export async function listRoles(connection: Connection): Promise<{ name: string; arn: string }[]> {
  const found: { name: string; arn: string }[] = [];
  for await (const page of paginateListRoles({ client: clientsFor(connection).iam }, {})) {
    for (const role of page.Roles ?? []) {
      const trust = decodeURIComponent(role.AssumeRolePolicyDocument ?? "");
      if (trust.includes("lambda.amazonaws.com"))
        found.push({ name: role.RoleName ?? "", arn: role.Arn ?? "" });
    }
    if (found.length >= mostRoles) break;
  }
  return found.sort((left, right) => left.name.localeCompare(right.name));
}
