"use client";

import { Board } from "@/components/concurrency/board/board";
import { useAddressState } from "@/components/shell/use-address-state";
import { readBoardView, writeBoardView } from "./search-params";

/** Keeps traffic, order and the chosen function in the address. */
export function BoardPage() {
  const [view, setView] = useAddressState(readBoardView, writeBoardView);
  return <Board view={view} onView={setView} />;
}
