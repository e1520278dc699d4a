/** The few pages the gate answers itself, before anybody is signed in. All of them fit on one screen. */
export interface SmallPage {
  title: string;
  /** Trusted HTML; anything from outside goes through `escapeHtml` first. */
  body: string;
  script?: string;
}

export function renderSmallPage({ title, body, script }: SmallPage, nonce: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title} - Lambdeck</title>
<style nonce="${nonce}">${style}</style>
</head>
<body><main>
<h1>${title}</h1>
${body}
</main>${script ? `\n<script nonce="${nonce}">${script}</script>` : ""}
</body>
</html>
`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** Takes the token out of the address, trades it for the cookie and goes on to the dashboard. */
export const loginPage: SmallPage = {
  title: "Open Lambdeck",
  body: `<p id="message" role="status">Checking the access token.</p>
<form id="form" hidden>
<label for="token">Access token</label>
<input id="token" type="password" autocomplete="off" spellcheck="false" required>
<button>Open</button>
</form>
<noscript><p>This page needs JavaScript.</p></noscript>`,
  script: `
const message = document.getElementById("message");
const form = document.getElementById("form");
const input = document.getElementById("token");
const ask = (text) => { message.textContent = text; form.hidden = false; input.value = ""; input.focus(); };
async function signIn(token) {
  form.hidden = true;
  message.textContent = "Checking the access token.";
  let answer;
  try {
    answer = await fetch("/api/session", {
      method: "POST",
      headers: { "content-type": "application/json", "x-lambdeck": "1" },
      body: JSON.stringify({ token }),
    });
  } catch {
    return ask("Lambdeck does not answer. Is it still running?");
  }
  if (answer.ok) return location.replace("/functions");
  if (answer.status === 429) return ask("Too many wrong tokens. Wait a few seconds, then try again.");
  ask("This token is not valid any more: each start makes a new one. Use the address that npm start printed last, or paste its token here.");
}
function start() {
  const token = new URLSearchParams(location.hash.slice(1)).get("t");
  history.replaceState(null, "", "/login");
  if (token) return signIn(token);
  ask("Use the address that npm start printed: it holds the access token. Or paste the token here.");
}
form.addEventListener("submit", (event) => { event.preventDefault(); signIn(input.value.trim()); });
addEventListener("hashchange", start);
start();
`,
};

/** For somebody without the cookie. A link from another program arrives without it even when there is one. */
export function unauthorizedPage(target: string): SmallPage {
  return {
    title: "Not signed in",
    body: `<p>This page belongs to a Lambdeck that runs on this computer, and it opens with an access token.</p>
<p>Already opened Lambdeck in this browser? <a href="${escapeHtml(target)}">Open this page</a>.</p>
<p>Otherwise use the address that <code>npm start</code> printed, or <a href="/login">enter the token</a>.</p>`,
  };
}

export function refusalPage(reason: string): SmallPage {
  return { title: "Refused", body: `<p>${escapeHtml(reason)}</p>` };
}

/**
 * Leads from 127.0.0.1 or localhost to the dashboard's own name. Every other program that serves pages on
 * those two would be sent this dashboard's cookie; under its own name it is not. When the browser cannot
 * find the name, the page offers to stay.
 */
export function leadPage(mainHost: string, thisHost: string): SmallPage {
  return {
    title: "Opening Lambdeck",
    body: `<p id="message" role="status">Going to <a id="go" href="http://${mainHost}/">http://${mainHost}</a>.</p>
<div id="offer" hidden>
<p>This browser cannot find <code>${mainHost}</code>. Lambdeck can be used under <code>${thisHost}</code> instead, but then other programs that serve pages on this computer under the same name are sent its sign-in cookie. Stay only when you trust what runs here.</p>
<button id="stay">Stay on ${thisHost}</button>
</div>
<noscript><p>This page needs JavaScript.</p></noscript>`,
    script: `
const target = "http://${mainHost}" + location.pathname + location.search + location.hash;
document.getElementById("go").href = target;
document.getElementById("stay").addEventListener("click", () => {
  document.cookie = "${stayCookie}=1; Path=/; SameSite=Strict";
  location.reload();
});
fetch("http://${mainHost}/api/health", { mode: "no-cors", signal: AbortSignal.timeout(5000) }).then(
  () => location.replace(target),
  () => {
    document.getElementById("message").textContent = "The dashboard's own name is not reachable.";
    document.getElementById("offer").hidden = false;
  },
);
`,
  };
}

/** Set when the user has chosen to stay on 127.0.0.1 or localhost. */
export const stayCookie = "lambdeck-stay";

const style = `
:root { color-scheme: light dark; }
body { margin: 0; font: 14px/1.5 system-ui, sans-serif; background: light-dark(#f7f8f9, #101319); color: light-dark(#14181f, #e8eaee); }
main { max-width: 460px; margin: 18vh auto 0; padding: 0 20px; }
h1 { font-size: 16px; font-weight: 600; margin: 0 0 8px; }
p { margin: 0 0 12px; }
a { color: light-dark(#1d4fd7, #8fb0ff); }
code { font: 13px ui-monospace, monospace; }
label { display: block; margin-bottom: 4px; }
input { box-sizing: border-box; width: 100%; height: 32px; padding: 0 8px; font: 13px ui-monospace, monospace; border: 1px solid #868e9a; border-radius: 5px; background: light-dark(#fff, #181c24); color: inherit; }
button { margin-top: 12px; height: 32px; padding: 0 14px; border: 0; border-radius: 5px; font: inherit; background: #1d4fd7; color: #fff; cursor: pointer; }
:focus-visible { outline: 2px solid light-dark(#1d4fd7, #8fb0ff); outline-offset: 2px; }
`;
