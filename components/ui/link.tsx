"use client";

import NextLink from "next/link";
import { useSearchParams } from "next/navigation";
import { useMemo, type ComponentProps } from "react";

/** Parameters every page shares; links keep them. */
const kept = ["connection", "range"];

/** Turns a path of the dashboard into an address that keeps connection and time range. */
export function useHref(): (path: string) => string {
  const current = useSearchParams();
  return useMemo(() => (path: string) => keepParams(path, current), [current]);
}

/** A link to a page of the dashboard; keeps connection and time range. */
export function Link({
  href,
  ...rest
}: Omit<ComponentProps<typeof NextLink>, "href"> & { href: string }) {
  const hrefTo = useHref();
  return <NextLink {...rest} href={hrefTo(href)} />;
}

/** Adds the shared parameters of `current` that `path` does not set itself. */
export function keepParams(path: string, current: { get(name: string): string | null }): string {
  const [beforeHash = "", hash] = path.split("#");
  const [pathname = "", search] = beforeHash.split("?");
  const params = new URLSearchParams(search);
  for (const name of kept) {
    const value = current.get(name);
    if (value !== null && !params.has(name)) params.set(name, value);
  }
  const query = params.toString();
  return `${pathname}${query && `?${query}`}${hash === undefined ? "" : `#${hash}`}`;
}
