import { undoChange } from "@/lib/activity/undo-change";
import { handleWithoutConnection } from "@/lib/server/handle";

export const POST = handleWithoutConnection(async ({ params }) => ({
  change: await undoChange(Number(params.id)),
}));
