import type * as schemas from "@aws-sdk/client-iam";
import type { Clock } from "../clock.ts";
import { refuseFields } from "../http/refuse-fields.ts";
import { type CallContext, type Service, ServiceError } from "../http/service.ts";
import { iamConstraints } from "./constraints.ts";
import type { Role, RoleStore } from "./role-store.ts";

interface IamDeps {
  roles: RoleStore;
  clock: Clock;
  random: () => number;
}

/** IAM: roles can be made and read, since functions name one; nothing is checked against them. */
export function createIamService({ roles, clock, random }: IamDeps): Service {
  const operations = {
    CreateRole(input: schemas.CreateRoleCommandInput, { accountId }: CallContext) {
      refuseFields("InvalidInput", input, {
        PermissionsBoundary: "permissions are not checked",
        Tags: "roles cannot be tagged",
      });
      const roleName = input.RoleName ?? "";
      if (roles.find(roleName))
        throw new ServiceError(
          "EntityAlreadyExistsException",
          `Role with name ${roleName} already exists.`,
        );
      const role: Role = {
        roleName,
        path: input.Path ?? "/",
        roleId: newRoleId(random),
        assumeRolePolicyDocument: parsedPolicy(input.AssumeRolePolicyDocument ?? ""),
        description: input.Description ?? null,
        maxSessionDurationSeconds: input.MaxSessionDuration ?? 3600,
        createdMs: clock.now(),
      };
      roles.insert(role);
      return { Role: roleOutput(role, accountId) };
    },

    GetRole: (input: schemas.GetRoleCommandInput, { accountId }: CallContext) => ({
      Role: roleOutput(existingRole(roles, input.RoleName ?? ""), accountId),
    }),

    DeleteRole(input: schemas.DeleteRoleCommandInput) {
      if (!roles.delete(input.RoleName ?? "")) throw noSuchRole(input.RoleName ?? "");
    },

    ListRoles(input: schemas.ListRolesCommandInput, { accountId }: CallContext) {
      const limit = input.MaxItems ?? 100;
      const after = Buffer.from(input.Marker ?? "", "base64url").toString("utf8");
      const found = roles.list(input.PathPrefix ?? "/", after, limit + 1);
      const page = found.slice(0, limit);
      const truncated = found.length > limit;
      return {
        Roles: page.map((role) => roleOutput(role, accountId)),
        IsTruncated: truncated,
        Marker: truncated
          ? Buffer.from(page.at(-1)?.roleName ?? "").toString("base64url")
          : undefined,
      };
    },
  };
  return {
    id: "iam",
    signingName: "iam",
    schemas: () => import("@aws-sdk/client-iam"),
    protocols: ["awsQuery"],
    queryVersion: "2010-05-08",
    xmlNamespace: "https://iam.amazonaws.com/doc/2010-05-08/",
    constraints: iamConstraints,
    validationErrorCode: "ValidationError",
    differences: ["Roles are kept and named by functions; they allow and forbid nothing."],
    operations,
    others: "it checks no permissions and keeps only roles, since functions name one",
  };
}

function roleOutput(role: Role, accountId: string) {
  return {
    Path: role.path,
    RoleName: role.roleName,
    RoleId: role.roleId,
    Arn: `arn:aws:iam::${accountId}:role${role.path}${role.roleName}`,
    CreateDate: new Date(role.createdMs),
    AssumeRolePolicyDocument: encodeURIComponent(role.assumeRolePolicyDocument),
    Description: role.description ?? undefined,
    MaxSessionDuration: role.maxSessionDurationSeconds,
  };
}

function existingRole(roles: RoleStore, roleName: string): Role {
  const role = roles.find(roleName);
  if (!role) throw noSuchRole(roleName);
  return role;
}

const noSuchRole = (roleName: string): ServiceError =>
  new ServiceError("NoSuchEntityException", `The role with name ${roleName} cannot be found.`);

function parsedPolicy(document: string): string {
  try {
    JSON.parse(document);
  } catch {
    throw new ServiceError("MalformedPolicyDocumentException", "This policy contains invalid Json");
  }
  return document;
}

/** `AROA` and 17 characters, as IAM makes them. */
function newRoleId(random: () => number): string {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const characters = Array.from({ length: 17 }, () => alphabet[Math.floor(random() * 32)]);
  return `AROA${characters.join("")}`;
}
