/** A table as CSV (RFC 4180); texts that a spreadsheet would run as a formula are quoted with an apostrophe. */
export function stringify(rows: readonly (readonly string[])[]): string {
  const cell = (text: string) => {
    const safe = /^[=+\-@]/.test(text) ? `'${text}` : text;
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  return rows.map((row) => `${row.map(cell).join(',')}\n`).join('');
}
