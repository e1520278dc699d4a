import { undoPlan } from "@/lib/concurrency/undo-plan";
import { handleWithoutConnection } from "@/lib/server/handle";

export const POST = handleWithoutConnection(async ({ params }) => {
  const { plan } = await undoPlan(Number(params.id));
  return { plan };
});
