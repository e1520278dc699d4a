"use client";

import type { Problem } from "@/lib/model/problem";

export interface ToastOptions {
  description?: string;
  /** e.g. Undo. */
  action?: { label: string; onClick(): void };
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
  void import("sonner").then(({ toast: draw }) =>
    draw[kind](title, { ...options, duration: kind === "error" ? 12_000 : 5_000 }),
  );
}
