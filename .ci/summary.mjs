// Adds up vitest's JSON reports in a folder; prints the line that continuous integration reads.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.argv[2];
const reports = readdirSync(folder).map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')));
const sum = (key) => reports.reduce((total, report) => total + report[key], 0);
// A file that could not be loaded, or not begin, has no test that failed; it counts as one.
const hasFailed = ({ status }) => status === 'failed';
const files = reports.flatMap((report) => report.testResults);
const unloaded = files.filter((file) => hasFailed(file) && !file.assertionResults.some(hasFailed)).length;
// A test that was left out (`.skip`, `.only` beside it, `.todo`) holds nothing; it counts as failed.
const isLeftOut = ({ status }) => status !== 'passed' && status !== 'failed';
const leftOut = files.filter((file) => !hasFailed(file)).flatMap((file) => file.assertionResults.filter(isLeftOut));
for (const { fullName } of leftOut) process.stderr.write(`left out: ${fullName}\n`);
const passed = sum('numPassedTests');
const failed = sum('numFailedTests') + unloaded + leftOut.length;
process.stdout.write(`${passed} passed, ${failed} failed\n`);
process.exitCode = passed > 0 && failed === 0 ? 0 : 1;
