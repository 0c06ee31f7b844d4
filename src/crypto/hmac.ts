import { createHmac } from "node:crypto";

/** HMAC-SHA256 of text under a secret, in lower-case hexadecimal (RFC 2104). */
export function hmacSha256(secret: string, text: string): string {
  return createHmac("sha256", secret).update(text).digest("hex");
}
