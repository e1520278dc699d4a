import { iamPolicies } from "@/lib/connections/iam-policies";
import { handleWithoutConnection } from "@/lib/server/handle";

export const GET = handleWithoutConnection(() => ({ policies: iamPolicies() }));
