import type { Permission } from "./permission";

/** What a caller of a policy is, how it calls, and where that is changed. */
export interface CallerWords {
  name: string;
  text: string;
}

/** A statement's caller in words. Source: "Using AWS Lambda with other services" in the Developer Guide. */
export function callerWords({ principal, sourceArn, isForUrl }: Permission): CallerWords {
  if (isForUrl)
    return {
      name: "Callers of a function URL",
      text: "The statement lets in who calls the function's own address. The URL is set on this page.",
    };
  if (/:execute-api:.*\/authorizers\//.test(sourceArn ?? ""))
    return {
      name: "API Gateway authorizer",
      text: "An API asks the function whether a caller may come in, and waits for its answer. It is set in API Gateway, under the API's authorizers.",
    };
  // `lambda.alarms.cloudwatch.amazonaws.com`, `logs.eu-west-1.amazonaws.com`
  const service = principal.startsWith("lambda.alarms.")
    ? "cloudwatch"
    : principal.split(/[.,]/)[0]!;
  const known = Object.hasOwn(services, service) ? services[service] : undefined;
  if (known && /\.amazonaws\./.test(principal)) return { name: known[0], text: known[1] };
  if (principal === "*")
    return {
      name: "Everybody",
      text: "Any caller that meets the statement's conditions. Without conditions that is every AWS account.",
    };
  if (/^arn:[^:]*:iam::\d{12}:root$|^\d{12}$/.test(principal))
    return {
      name: "An AWS account",
      text: "Users and roles of that account may call the function where their own policies let them.",
    };
  if (/^arn:[^:]*:(iam|sts)::/.test(principal))
    return {
      name: "A role or user",
      text: "It may call the function with its own credentials; when it does is up to the program that uses it.",
    };
  return {
    name: principal,
    text: "The function's policy lets this caller in. Whether it calls, when and with what is set there.",
  };
}

const services: Record<string, readonly [name: string, text: string]> = {
  elasticloadbalancing: [
    "Application Load Balancer",
    "The function is the target of a target group; the load balancer sends it the requests of its rules and waits for the answer. Set in EC2, under target groups and the listener's rules.",
  ],
  "cognito-idp": [
    "Cognito user pool",
    "The pool calls the function at steps of signing up and in, and waits up to 5 seconds. Set in Cognito, under the pool's extensions (Lambda triggers).",
  ],
  "cognito-sync": [
    "Cognito Sync",
    "An identity pool calls the function when a data set is synchronized. Set in Cognito, under the identity pool.",
  ],
  edgelambda: [
    "Lambda@Edge",
    "CloudFront runs copies of a published version near the viewers, at one of the four events of a distribution's behaviour. Set in CloudFront, under the distribution's behaviours; only in us-east-1, and only for a version.",
  ],
  replicator: [
    "Lambda@Edge replication",
    "CloudFront copies the function to its edges. It belongs to a behaviour of a distribution and is set in CloudFront.",
  ],
  states: [
    "Step Functions",
    "A state machine calls the function in a Task state and waits for its answer. State machines call by their role, so this statement is seldom needed. Set in the state machine's definition.",
  ],
  apigateway: [
    "API Gateway",
    "An API's route or method calls the function and waits for its answer. Set in API Gateway, under the API's routes.",
  ],
  events: [
    "EventBridge rule",
    "A rule sends the function the events that match its pattern, or calls it on a schedule. Set in EventBridge, under the rule's targets.",
  ],
  scheduler: [
    "EventBridge Scheduler",
    "Schedules call by their role, so this statement is not needed.",
  ],
  s3: [
    "S3",
    "A bucket tells the function of new or removed objects. Set in S3, under the bucket's event notifications.",
  ],
  sns: [
    "SNS",
    "A topic sends the function its messages. Set in SNS, under the topic's subscriptions.",
  ],
  logs: [
    "CloudWatch Logs",
    "A log group sends the function its lines as they come. Set in CloudWatch, under the log group's subscription filters.",
  ],
  cloudwatch: [
    "CloudWatch alarm",
    "An alarm calls the function when its state changes. Set in CloudWatch, under the alarm's actions.",
  ],
  iot: [
    "IoT",
    "A rule of IoT Core sends the function the messages that it picks. Set in IoT, under the rule's actions.",
  ],
  ses: [
    "SES",
    "A receipt rule hands received mail to the function. Set in SES, under the rule set.",
  ],
  codecommit: [
    "CodeCommit",
    "A repository tells the function of pushes. Set under the repository's triggers.",
  ],
  codepipeline: [
    "CodePipeline",
    "A pipeline calls the function as an action. Set in the pipeline.",
  ],
  config: [
    "Config",
    "A custom rule asks the function whether resources comply. Set in Config, under the rule.",
  ],
  cloudformation: [
    "CloudFormation",
    "A custom resource of a stack calls the function. Set in the stack's template.",
  ],
  secretsmanager: [
    "Secrets Manager",
    "The function renews a secret, step by step. Set in Secrets Manager, under the secret's rotation.",
  ],
  lex: [
    "Lex",
    "A bot asks the function what to answer, and waits. Set in Lex, under the bot's alias.",
  ],
  lexv2: [
    "Lex",
    "A bot asks the function what to answer, and waits. Set in Lex, under the bot's alias.",
  ],
  connect: [
    "Connect",
    "A contact flow calls the function and waits up to 8 seconds. Set in Connect, under the flow.",
  ],
  firehose: [
    "Firehose",
    "A delivery stream has the function transform its records. Set in Firehose, under the stream.",
  ],
  "vpc-lattice": [
    "VPC Lattice",
    "The function is a target of a service. Set in VPC, under target groups.",
  ],
  appsync: [
    "AppSync",
    "A resolver or an authorizer of a GraphQL API calls the function. Set in AppSync.",
  ],
  batchoperations: [
    "S3 Batch Operations",
    "A job calls the function for each object. Set in the job.",
  ],
  "alexa-appkit": [
    "Alexa",
    "A skill asks the function what to answer. Set in the Alexa developer console.",
  ],
  "alexa-connectedhome": [
    "Alexa smart home",
    "A skill asks the function what to do. Set in the Alexa developer console.",
  ],
  bedrock: [
    "Bedrock",
    "An agent calls the function as one of its actions. Set in Bedrock, under the agent.",
  ],
};
