/** First IPv4 octets of networks that no shop on the internet lives in: RFC 1918, loopback, link-local, CGNAT, others. */
const PRIVATE_V4 =
  /^(0|10|127|169\.254|192\.168|172\.(1[6-9]|2\d|3[01])|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])|198\.1[89]|2(2[4-9]|[345]\d))\./;
const PRIVATE_V6 = /^(::1?$|f[cd]|fe[89ab]|ff|64:ff9b:|::ffff:)/;
const PRIVATE_NAMES = /(^|\.)(localhost|local|internal|intranet|lan|home|corp|home\.arpa)$/;

/**
 * Whether an address names this computer or a private network. The URL parser has already turned every spelling of an
 * IPv4 address (octal, hexadecimal, one number) into dots; a public name that resolves to a private address is not
 * seen here, because neither an extension nor `fetch` tells.
 */
export function isPrivateAddress(url: URL): boolean {
  const host = url.hostname.toLowerCase().replace(/\.$/, '');
  if (host.startsWith('[')) return PRIVATE_V6.test(host.slice(1, -1));
  if (/^\d+\.\d+\.\d+\.\d+$/.test(host)) return PRIVATE_V4.test(`${host}.`);
  return PRIVATE_NAMES.test(host) || !host.includes('.');
}
