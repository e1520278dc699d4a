import { processWide } from "@/lib/store/process-wide";

/** The header by which a handler knows that a request came through the gate of this very process. */
export const gateMarkHeader = "x-lambdeck-gate";

const gate = processWide("gate", (): { mark?: string } => ({}));

/** Called by the gate when it starts: from then on every handler asks for this mark. */
export function requireGateMark(mark: string): void {
  gate.mark = mark;
}

/** Whether a request may be answered. Without a gate in this process (`next dev`) all may. */
export function passedGate(headers: Headers): boolean {
  return gate.mark === undefined || headers.get(gateMarkHeader) === gate.mark;
}
