import type { OptionDeclaration } from "../plugin-spec.ts";
import { SECRET_VARIABLE } from "./secret.ts";

/** The options of notify_dnssec. */
export const DECLARATIONS: readonly OptionDeclaration[] = [
  { name: "to", value: "SERVICE", help: "pagerduty, opsgenie, slack, teams or webhook" },
  {
    name: "url",
    value: "URL",
    help: "where the service is: for webhook always, for pagerduty and opsgenie where it is not the usual place",
  },
  {
    name: "secret-file",
    value: "FILE",
    help: `the service's key, for slack and teams the webhook's URL, for webhook what to sign with; else in the environment as ${SECRET_VARIABLE}`,
  },
  { name: "type", value: "TYPE", help: "the notification's type, or EVENT for a change of state without one" },
  { name: "zone", letters: "z", value: "NAME", help: "the zone" },
  { name: "host", value: "HOST", isFreeText: true, help: "the host in the monitoring system" },
  { name: "service", value: "SERVICE", isFreeText: true, help: "the service in the monitoring system" },
  { name: "state", value: "STATE", help: "OK, WARNING, CRITICAL or UNKNOWN, or a host's UP, DOWN or UNREACHABLE" },
  { name: "output", value: "TEXT", isFreeText: true, help: "what the check printed, its first line at least" },
  { name: "long-output", value: "TEXT", isFreeText: true, help: "the other lines, where they are not in --output" },
  {
    name: "levels",
    value: "LEVELS",
    help: "send alerts of these levels only",
    default: "warning,critical,emergency",
  },
  { name: "author", value: "NAME", isFreeText: true, help: "who acknowledged or commented" },
  { name: "comment", value: "TEXT", isFreeText: true, help: "what they said" },
  { name: "link", value: "URL", isFreeText: true, help: "the service in the monitoring system's web interface" },
  { name: "time", value: "TIME", help: "when it happened, in seconds since 1970 or RFC 3339", default: "now" },
  {
    name: "spool-dir",
    value: "DIR",
    help: "where open alerts and unsent messages are kept",
    default: "notifications in the folder that key ages are kept in",
  },
  { name: "flush", value: null, help: "only send what waits; needs --to and what belongs to it" },
  { name: "timeout", letters: "t", value: "SECONDS", help: "the whole run's limit", default: "20" },
  { name: "tries", value: "N", help: "how often to send a message that does not get through", default: "4" },
  { name: "ca", value: "FILE", help: "certificates to trust, in PEM", default: "the system's" },
  { name: "dry-run", value: null, help: "print what would be sent, without secrets, and change nothing" },
  { name: "version", letters: "V", value: null, help: "print the version" },
  { name: "help", letters: "h", value: null, help: "print this help" },
];
