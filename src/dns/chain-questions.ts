import type { Question } from "./message.ts";
import type { DomainName } from "./name.ts";
import { RrType } from "./registry.ts";

/** Names whose keys are asked for ahead, counted from the root. */
const MAX_ANTICIPATED = 7;

/** The questions that a chain of trust down to name takes: DNSKEY and DS of every name from the root on. */
export function chainQuestions(name: DomainName): Question[] {
  const questions: Question[] = [];
  for (let labels = 0; labels <= Math.min(name.labels.length, MAX_ANTICIPATED - 1); labels++) {
    const zone = name.suffix(labels);
    if (!zone.isRoot()) questions.push({ name: zone, type: RrType.DS });
    questions.push({ name: zone, type: RrType.DNSKEY });
  }
  return questions;
}
