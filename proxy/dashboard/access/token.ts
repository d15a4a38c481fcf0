import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** 192 bits that fit in a URL. */
export function newToken(): string {
  return randomBytes(24).toString('base64url');
}

/** What the browser keeps instead of the token: legal in a cookie whatever the token is. */
export function cookieValue(token: string): string {
  return createHmac('sha256', token).update('dashboard cookie').digest('base64url');
}

/** Cookies know no ports: the name keeps two dashboards on one machine apart. */
export function cookieName(port: number): string {
  return `bitstap-${port}`;
}

export function setCookie(port: number, token: string): string {
  return `${cookieName(port)}=${cookieValue(token)}; Path=/; HttpOnly; SameSite=Strict`;
}

/** Takes the same time whatever they have in common. */
export function sameSecret(given: string, secret: string): boolean {
  return timingSafeEqual(digest(given), digest(secret));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
