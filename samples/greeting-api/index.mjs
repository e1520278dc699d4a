// A greeting behind an HTTP API: the route says what was asked for, `$default` is everything else.
const greetings = { de: "Guten Tag", en: "Hello", es: "Hola", fr: "Bonjour", ja: "こんにちは" };

export async function handler({ routeKey, headers = {}, pathParameters = {} }) {
  if (routeKey !== "GET /hello/{name}")
    return answer(404, { message: "Ask for /hello/ and a name." });
  const language = (headers["accept-language"] ?? "en").slice(0, 2).toLowerCase();
  const greeting = greetings[language] ?? greetings.en;
  console.log(JSON.stringify({ greeted: pathParameters.name, language }));
  return answer(200, { message: `${greeting}, ${pathParameters.name}!` });
}

function answer(statusCode, body) {
  return {
    statusCode,
    headers: { "content-type": "application/json; charset=utf-8" },
    body: JSON.stringify(body),
  };
}
