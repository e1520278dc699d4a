import type { Constraint, ConstraintTable } from "../http/validate-input.ts";

const roleName: Constraint = { required: true, min: 1, max: 64, pattern: "[\\w+=,.@-]+" };
const path = "(\\u002F)|(\\u002F[\\u0021-\\u007E]+\\u002F)";

/** From IAM's API reference. */
export const iamConstraints: ConstraintTable = {
  CreateRole: {
    RoleName: roleName,
    AssumeRolePolicyDocument: { required: true, min: 1, max: 131_072 },
    Path: { min: 1, max: 512, pattern: path },
    Description: { max: 1000 },
    MaxSessionDuration: { min: 3600, max: 43_200 },
  },
  GetRole: { RoleName: roleName },
  DeleteRole: { RoleName: roleName },
  ListRoles: {
    PathPrefix: { min: 1, max: 512, pattern: "\\u002F[\\u0021-\\u007F]*" },
    Marker: { min: 1, max: 320 },
    MaxItems: { min: 1, max: 1000 },
  },
};
