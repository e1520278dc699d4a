"use client";

import { useEffect } from "react";
import { Toaster } from "sonner";
import { toasterIsThere } from "./toast";

export default function ToasterView() {
  useEffect(toasterIsThere, []);
  return (
    <Toaster
      // Not on the right: there are the buttons of drawers and of settings that wait to be saved.
      position="bottom-center"
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
