/**
 * What a browser remembers about the look. Cookies for what the server must know to draw the first page
 * without a flash, localStorage for the rest.
 */
export const themeCookie = "lambdeck_theme";
export const zoneCookie = "lambdeck_zone";

export type Theme = "system" | "light" | "dark";

export function readTheme(text: string | undefined): Theme {
  return text === "light" || text === "dark" ? text : "system";
}

export function writeCookie(name: string, value: string): void {
  document.cookie = `${name}=${encodeURIComponent(value)}; path=/; max-age=31536000; samesite=strict`;
}

/** Applies a theme at once; the attribute is absent for the system's choice. */
export function applyTheme(theme: Theme): void {
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  writeCookie(themeCookie, theme);
}

/** A remembered value, or the fallback when there is none or the browser keeps nothing. */
export function readStored<T>(key: string, fallback: T): T {
  try {
    const text = localStorage.getItem(`lambdeck.${key}`);
    return text === null ? fallback : (JSON.parse(text) as T);
  } catch {
    return fallback;
  }
}

export function writeStored(key: string, value: unknown): void {
  try {
    localStorage.setItem(`lambdeck.${key}`, JSON.stringify(value));
    dispatchEvent(new StorageEvent("storage", { key: `lambdeck.${key}` }));
  } catch {
    // A browser that keeps nothing (private mode, full) only forgets.
  }
}
