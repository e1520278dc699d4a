import { keepPlan } from "@/lib/concurrency/keep-plan";
import { handleWithoutConnection } from "@/lib/server/handle";

export const POST = handleWithoutConnection(({ params }) => ({
  plan: keepPlan(Number(params.id)),
}));
