import { Rcode, RrType } from "../../dns/registry.ts";
import { type Finding, finding, nameText } from "../../dnssec/finding.ts";
import { type ServerView, zoneDenials } from "./view.ts";
import { denialRecords } from "../../dnssec/denial/evidence.ts";

/** Where PowerDNS Recursor and others stop, since CVE-2023-50868. */
const MAX_HASHES = 600;
const MAX_RECORDS = 8;

/** NXDOMAIN answers whose proof takes a validator more work than it may be ready to do (CVE-2023-50868). */
export function costFindings(view: ServerView): Finding[] {
  const { zone, server } = view;
  return view.answers.flatMap((answer) => {
    if (answer.message.rcode !== Rcode.NXDOMAIN) return [];
    const { nsec3s } = denialRecords(zoneDenials(answer, zone), zone);
    const iterations = Math.max(0, ...nsec3s.map((nsec3) => nsec3.iterations));
    const hashes = (iterations + 1) * answer.question.name.labels.length * nsec3s.length;
    const excess =
      nsec3s.length > MAX_RECORDS
        ? { found: `${nsec3s.length} NSEC3 records`, limit: MAX_RECORDS }
        : hashes > MAX_HASHES
          ? { found: `${hashes} hash operations`, limit: MAX_HASHES }
          : null;
    if (excess === null) return [];
    const about = { subject: { name: zone, type: RrType.NSEC3 }, servers: [server] };
    return [finding("nsec3-closest-encloser-cost", { ...about, params: { ...excess, zone: nameText(zone) } })];
  });
}
