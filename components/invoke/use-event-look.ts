"use client";

import { useEffect, useState } from "react";
import type { ShapeProblem } from "@/lib/model/event-shapes";
import { parsed } from "@/lib/model/json-place";
import { readyToSend } from "@/lib/model/placeholders";

interface EventLook {
  /** The template the event is like. */
  likeId?: string;
  /** Where it differs from what that source writes. */
  problems: ShapeProblem[];
}

const nothing: EventLook = { problems: [] };
const pauseMs = 300;
/** Larger events are sent as they are. */
const largestChecked = 512 * 1024;

/**
 * Which source the event looks like, and how it differs from that source's events. Looked at when typing pauses;
 * the shapes are loaded then. `originId`: the template it came from, which it is held against when it is like none.
 */
export function useEventLook(text: string, originId: string | undefined): EventLook {
  const [look, setLook] = useState({ text: "", originId, look: nothing });
  useEffect(() => {
    let isOld = false;
    const timer = setTimeout(async () => {
      const event = text.length > largestChecked ? undefined : parsed(sent(text));
      const shapes = await import("@/lib/model/event-shapes");
      if (isOld) return;
      const isEvent = typeof event === "object" && event !== null;
      const own = isEvent && originId ? shapes.checkShape(event, originId) : [];
      // The template it came from, as long as it is like that one; else whatever it is like.
      const likeId =
        isEvent && (!originId || own.length > 0) ? (shapes.recognise(event) ?? originId) : originId;
      setLook({
        text,
        originId,
        look: { likeId, problems: likeId === originId ? own : [] },
      });
    }, pauseMs);
    return () => {
      isOld = true;
      clearTimeout(timer);
    };
  }, [text, originId]);
  // What was found out about another text is not true of this one; which source it is like seldom changes.
  if (look.originId !== originId) return { ...nothing, likeId: originId };
  return look.text === text ? look.look : { ...nothing, likeId: look.look.likeId };
}

const sent = (text: string) => readyToSend(text, { nowMs: 1_795_267_200_000, uuid: () => "an-id" });
