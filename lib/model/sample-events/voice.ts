import { asText, place } from "../json-place";
import { choice, echoed, json, line, type SampleEvent, sourceArn } from "./sample-event";

const group = "Identity and voice";

const skill = { applicationId: "amzn1.ask.skill.example" };
const alexaUser = { userId: "amzn1.ask.account.EXAMPLE" };

function alexaEvent(request: object): object {
  return {
    version: "1.0",
    session: {
      new: true,
      sessionId: "amzn1.echo-api.session.${uuid}",
      application: skill,
      attributes: {},
      user: alexaUser,
    },
    context: {
      System: { application: skill, user: alexaUser, device: { supportedInterfaces: {} } },
    },
    request: {
      ...request,
      requestId: "amzn1.echo-api.request.${uuid}",
      timestamp: "${nowIso}",
      locale: "en-GB",
    },
  };
}

const alexaFields = () => [
  line("Locale", "request", "locale"),
  json("Session attributes", "session", "attributes"),
  line("User", "session", "user", "userId"),
];

const endpoint = { endpointId: "lamp-1", cookie: {} };
const token = { type: "BearerToken", token: "EXAMPLE" };

function smartHome(header: object, rest: object): object {
  return {
    directive: {
      header: { ...header, payloadVersion: "3", messageId: "${uuid}" },
      ...rest,
    },
  };
}

const directiveName = (...names: string[]) =>
  choice("Directive", names, "directive", "header", "name");

export const voiceEvents: SampleEvent[] = [
  {
    id: "alexa-launch",
    label: "Alexa launch",
    group,
    service: "alexa-appkit",
    event: () => alexaEvent({ type: "LaunchRequest" }),
    fields: alexaFields,
  },
  {
    id: "alexa-intent",
    label: "Alexa intent",
    group,
    service: "alexa-appkit",
    event: () =>
      alexaEvent({
        type: "IntentRequest",
        intent: {
          name: "OrderStatus",
          confirmationStatus: "NONE",
          slots: { orderId: { name: "orderId", value: "5590217", confirmationStatus: "NONE" } },
        },
      }),
    fields: () => [
      line("Intent", "request", "intent", "name"),
      json("Slots", "request", "intent", "slots"),
      ...alexaFields(),
    ],
  },
  {
    id: "alexa-end",
    label: "Alexa session ended",
    group,
    service: "alexa-appkit",
    event: () => alexaEvent({ type: "SessionEndedRequest", reason: "USER_INITIATED" }),
    fields: () => [
      choice("Reason", ["USER_INITIATED", "ERROR", "EXCEEDED_MAX_REPROMPTS"], "request", "reason"),
      ...alexaFields(),
    ],
  },
  {
    id: "alexa-home-discovery",
    label: "Alexa Smart Home discovery",
    group,
    service: "alexa-connectedhome",
    event: () =>
      smartHome({ namespace: "Alexa.Discovery", name: "Discover" }, { payload: { scope: token } }),
    fields: () => [
      directiveName("Discover"),
      line("Token", "directive", "payload", "scope", "token"),
    ],
  },
  {
    id: "alexa-home-power",
    label: "Alexa Smart Home power",
    group,
    service: "alexa-connectedhome",
    event: () =>
      smartHome(
        { namespace: "Alexa.PowerController", name: "TurnOn", correlationToken: "EXAMPLE" },
        { endpoint: { scope: token, ...endpoint }, payload: {} },
      ),
    fields: () => [
      directiveName("TurnOn", "TurnOff"),
      line("Endpoint", "directive", "endpoint", "endpointId"),
      json("Payload", "directive", "payload"),
    ],
  },
  {
    id: "lex",
    label: "Lex V1 fulfilment",
    group,
    service: "lex",
    event: () => ({
      messageVersion: "1.0",
      invocationSource: "FulfillmentCodeHook",
      userId: "mira",
      sessionAttributes: {},
      requestAttributes: null,
      bot: { name: "Shop", alias: "$LATEST", version: "$LATEST" },
      outputDialogMode: "Text",
      currentIntent: {
        name: "OrderStatus",
        slots: { orderId: "5590217" },
        slotDetails: { orderId: { resolutions: [], originalValue: "5590217" } },
        confirmationStatus: "None",
      },
      inputTranscript: "where is order 5590217",
    }),
    fields: () => [
      line("Intent", "currentIntent", "name"),
      json("Slots", "currentIntent", "slots"),
      choice("Called for", ["DialogCodeHook", "FulfillmentCodeHook"], "invocationSource"),
      line("Said", "inputTranscript"),
      json("Session attributes", "sessionAttributes"),
    ],
  },
  {
    id: "lex-v2",
    label: "Lex V2 fulfilment",
    group,
    service: "lexv2",
    event: () => ({
      messageVersion: "1.0",
      invocationSource: "FulfillmentCodeHook",
      inputMode: "Text",
      responseContentType: "text/plain; charset=utf-8",
      sessionId: "${uuid}",
      inputTranscript: "where is order 5590217",
      bot: {
        id: "ABCDEFGHIJ",
        name: "Shop",
        aliasId: "TSTALIASID",
        localeId: "en_GB",
        version: "DRAFT",
      },
      interpretations: [
        {
          intent: { name: "OrderStatus", slots: {}, state: "ReadyForFulfillment" },
          nluConfidence: 0.94,
        },
      ],
      sessionState: {
        activeContexts: [],
        sessionAttributes: {},
        intent: {
          name: "OrderStatus",
          confirmationState: "None",
          state: "ReadyForFulfillment",
          slots: {
            orderId: {
              shape: "Scalar",
              value: {
                originalValue: "5590217",
                interpretedValue: "5590217",
                resolvedValues: ["5590217"],
              },
            },
          },
        },
      },
    }),
    fields: () => [
      echoed(
        line("Intent", "sessionState", "intent", "name"),
        place("interpretations", 0, "intent", "name", asText),
      ),
      json("Slots", "sessionState", "intent", "slots"),
      choice("Called for", ["DialogCodeHook", "FulfillmentCodeHook"], "invocationSource"),
      line("Said", "inputTranscript"),
      json("Session attributes", "sessionState", "sessionAttributes"),
    ],
  },
  {
    id: "connect",
    label: "Connect contact flow",
    group,
    service: "connect",
    event: (target) => ({
      Name: "ContactFlowEvent",
      Details: {
        ContactData: {
          Attributes: {},
          Channel: "VOICE",
          ContactId: "${uuid}",
          CustomerEndpoint: { Address: "+15555550100", Type: "TELEPHONE_NUMBER" },
          InitialContactId: "${uuid}",
          InitiationMethod: "INBOUND",
          InstanceARN: sourceArn(
            target,
            "connect",
            "instance/9308c2a1-9bc6-4cea-8290-6c0b4a6d38fa",
          ),
          MediaStreams: {},
          PreviousContactId: "",
          Queue: null,
          SystemEndpoint: { Address: "+15555550199", Type: "TELEPHONE_NUMBER" },
        },
        Parameters: { orderId: "o_5590217" },
      },
    }),
    fields: () => {
      const contact = ["Details", "ContactData"] as const;
      return [
        json("Parameters", "Details", "Parameters"),
        json("Attributes", ...contact, "Attributes"),
        choice("Channel", ["VOICE", "CHAT", "TASK", "EMAIL"], ...contact, "Channel"),
        line("Customer", ...contact, "CustomerEndpoint", "Address"),
      ];
    },
  },
];
