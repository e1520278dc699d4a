"use client";

import { lazy, Suspense, useSyncExternalStore } from "react";
import { isToastWanted, onToastWanted } from "./toast";

const ToasterView = lazy(() => import("./toaster-view"));

/** Draws what `toast` is told. Once, in the layout; its code is loaded with the first message. */
export function Toaster() {
  const isWanted = useSyncExternalStore(onToastWanted, isToastWanted, () => false);
  return (
    isWanted && (
      <Suspense fallback={null}>
        <ToasterView />
      </Suspense>
    )
  );
}
