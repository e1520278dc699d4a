import { removeEndpoint } from "@/lib/connections/remove-endpoint";
import { handleWithoutConnection } from "@/lib/server/handle";

export const DELETE = handleWithoutConnection(({ params }) => removeEndpoint(params.id!));
