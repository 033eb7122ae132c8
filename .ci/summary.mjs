// Adds up vitest's JSON reports in a folder; prints the line that continuous integration reads.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.argv[2];
const reports = readdirSync(folder).map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')));
const sum = (key) => reports.reduce((total, report) => total + report[key], 0);
// A file that could not be loaded, or not begin, has no test that failed; it counts as one.
const hasFailed = ({ status }) => status === 'failed';
const unloaded = reports
  .flatMap((report) => report.testResults)
  .filter((file) => hasFailed(file) && !file.assertionResults.some(hasFailed)).length;
const passed = sum('numPassedTests');
const failed = sum('numFailedTests') + unloaded;
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exitCode = passed > 0 && failed === 0 ? 0 : 1;
