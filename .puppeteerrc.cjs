// The browser is found or fetched by tests/browser/find.ts when one is needed; `npm ci` must not need a download.
module.exports = { skipDownload: true };
