import { optionLines, wrapped } from "../help.ts";
import { VERSION } from "../version.ts";
import { DECLARATIONS } from "./declarations.ts";

/** The text of --help, in ASCII and 80 columns. */
export function renderNotifyHelp(): string {
  return [
    ...wrapped(`notify_dnssec ${VERSION}: tells PagerDuty, Opsgenie, Slack, Teams or a webhook what a check found.`),
    "",
    "Usage: notify_dnssec --to SERVICE --type TYPE --zone ZONE --state STATE",
    "                     --output TEXT [OPTION]...",
    "       notify_dnssec --to SERVICE --flush [OPTION]...",
    "",
    "Options:",
    ...DECLARATIONS.flatMap(optionLines),
    "",
    "Example:",
    "  notify_dnssec --to slack --secret-file /etc/icinga2/slack.url \\",
    "    --type PROBLEM --zone example.com --host ns1 --service chain \\",
    "    --state CRITICAL \\",
    "    --output 'DNSSEC CHAIN CRITICAL - EMERGENCY example.com: bogus'",
    "",
    ...wrapped(
      "Exit codes: 0 sent or nothing to send, 1 not delivered and kept for the next call, 2 refused by the service and put aside, 3 no secret (the notification is kept) or wrong usage (it is not); --help and --version exit with 3.",
    ),
    "",
  ].join("\n");
}
