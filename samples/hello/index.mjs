// A Lambda function is an exported function that takes an event (any JSON) and returns a result (any JSON).

// Code out here runs once for each environment, during the "init" phase: the cold start. The environment is then
// kept and used again, so this counter survives from one call to the next, but is not shared between environments.
let callsInThisEnvironment = 0;

const greetings = {
  de: { morning: "Guten Morgen", day: "Guten Tag", evening: "Guten Abend" },
  en: { morning: "Good morning", day: "Hello", evening: "Good evening" },
  es: { morning: "Buenos días", day: "Hola", evening: "Buenas noches" },
  fr: { morning: "Bonjour", day: "Bonjour", evening: "Bonsoir" },
};

function partOfDay(hour) {
  if (hour < 10) return "morning";
  return hour < 18 ? "day" : "evening";
}

// The context tells about this one call: its id, the time left, the function's name and version.
export async function handler(event, context) {
  callsInThisEnvironment++;
  const name = event.name?.trim() || process.env.DEFAULT_NAME;
  const language = greetings[event.language] ? event.language : "en";
  const greeting = greetings[language][partOfDay(new Date().getUTCHours())];

  // Whatever is printed lands in CloudWatch Logs; one JSON object a line can be searched by its fields.
  console.log(JSON.stringify({ name, language, callsInThisEnvironment }));

  return {
    message: `${greeting}, ${name}!`,
    callsInThisEnvironment,
    millisecondsLeft: context.getRemainingTimeInMillis(),
    requestId: context.awsRequestId,
  };
}
