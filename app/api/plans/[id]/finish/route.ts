import { finishPlan } from "@/lib/concurrency/finish-plan";
import { handleWithoutConnection } from "@/lib/server/handle";

export const POST = handleWithoutConnection(async ({ params }) => {
  const { plan } = await finishPlan(Number(params.id));
  return { plan };
});
