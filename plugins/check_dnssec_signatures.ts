import { standIn } from "../src/cli/stand-in.ts";

void standIn("check_dnssec_signatures");
