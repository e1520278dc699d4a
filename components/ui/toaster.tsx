"use client";

import dynamic from "next/dynamic";

/** Draws what `toast` is told. Once, in the layout. */
export const Toaster = dynamic(() => import("./toaster-view"), { ssr: false });
