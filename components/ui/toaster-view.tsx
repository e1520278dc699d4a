"use client";

import { Toaster } from "sonner";

export default function ToasterView() {
  return (
    <Toaster
      position="bottom-right"
      closeButton
      toastOptions={{
        style: {
          background: "var(--surface)",
          color: "var(--text)",
          border: "1px solid var(--border-strong)",
          borderRadius: "var(--r-3)",
          boxShadow: "var(--sh-2)",
          font: "inherit",
        },
      }}
    />
  );
}
