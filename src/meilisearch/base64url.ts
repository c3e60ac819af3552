const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** The bytes of unpadded base64url, or what the real server's decoder finds wrong with it. */
export function decodeBase64Url(text: string): Uint8Array | string {
  const invalid = [...text].findIndex((character) => !ALPHABET.includes(character));
  if (/^[^=]+={1,2}$/.test(text) && invalid % 4 >= 2) return 'Invalid padding';
  if (invalid >= 0) return `Invalid symbol ${text.charCodeAt(invalid)}, offset ${invalid}.`;
  if (text.length % 4 === 1) return `Invalid input length: ${text.length}`;
  // Of the last character only the bits that fill a byte may be set.
  const spare = { 0: 0, 2: 4, 3: 2 }[text.length % 4] ?? 0;
  if (ALPHABET.indexOf(text.at(-1) ?? 'A') % 2 ** spare !== 0) {
    return `Invalid last symbol ${text.charCodeAt(text.length - 1)}, offset ${text.length - 1}.`;
  }
  return Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (byte) => byte.charCodeAt(0));
}
