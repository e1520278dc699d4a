import { findPlan } from "@/lib/concurrency/find-plan";
import { handleWithoutConnection } from "@/lib/server/handle";

export const GET = handleWithoutConnection(({ params }) => ({ plan: findPlan(Number(params.id)) }));
