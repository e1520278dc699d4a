"use client";

import type { Problem } from "@/lib/model/problem";

export interface ToastOptions {
  description?: string;
  /** e.g. Undo. */
  action?: { label: string; onClick(): void };
}

let isWanted = false;
let drawToaster = () => {};
let toasterIsThere = () => {};
/** A message that comes before the place it is drawn at would be lost. */
const place = new Promise<void>((resolve) => (toasterIsThere = resolve));
export { toasterIsThere };

export const isToastWanted = () => isWanted;

/** For `Toaster`: tells when the first message comes. */
export function onToastWanted(draw: () => void): () => void {
  drawToaster = draw;
  return () => (drawToaster = () => {});
}

/** A short message at the bottom right; also read out. The drawing code loads with the first message. */
export const toast = {
  done: (title: string, options?: ToastOptions) => show("success", title, options),
  info: (title: string, options?: ToastOptions) => show("message", title, options),
  problem: (problem: Problem) =>
    show("error", problem.title, {
      description: [problem.detail, problem.action?.replaceAll("`", "")].filter(Boolean).join(" "),
    }),
};

function show(kind: "success" | "message" | "error", title: string, options?: ToastOptions): void {
  isWanted = true;
  drawToaster();
  void Promise.all([import("sonner"), place]).then(([{ toast: draw }]) =>
    draw[kind](title, { ...options, duration: kind === "error" ? 12_000 : 5_000 }),
  );
}
