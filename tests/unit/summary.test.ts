import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const SCRIPT = join(import.meta.dirname, '../../.ci/summary.mjs');
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'summary-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

interface TestFile {
  readonly status: string;
  readonly tests: readonly string[];
}

/** What the script says of a report with these files; counts are as vitest writes them. */
function summary(...files: readonly TestFile[]): { line: string; code: number | null } {
  const all = files.flatMap(({ tests }) => tests);
  const report = {
    numPassedTests: all.filter((status) => status === 'passed').length,
    numFailedTests: all.filter((status) => status === 'failed').length,
    testResults: files.map(({ status, tests }) => ({
      status,
      assertionResults: tests.map((one) => ({ status: one })),
    })),
  };
  writeFileSync(join(folder, 'unit.json'), JSON.stringify(report));
  const { stdout, status } = spawnSync('node', [SCRIPT, folder], { encoding: 'utf8' });
  return { line: stdout.trim(), code: status };
}

describe('the last line of continuous integration', () => {
  it('counts tests', () => {
    const files = [{ status: 'passed', tests: ['passed', 'passed'] }];
    expect(summary(...files)).toEqual({ line: '2 passed, 0 failed', code: 0 });
    const failed = { status: 'failed', tests: ['failed', 'passed'] };
    expect(summary(...files, failed)).toEqual({ line: '3 passed, 1 failed', code: 1 });
  });

  it.each(['skipped', 'pending', 'todo'])('counts a test that is %s as failed', (status) => {
    const files = [{ status: 'passed', tests: ['passed', status] }];
    expect(summary(...files)).toEqual({ line: '1 passed, 1 failed', code: 1 });
  });

  it.each([
    ['could not be loaded', []],
    ['could not begin', ['skipped', 'skipped']],
  ])('counts a file that %s as failed', (_, tests) => {
    expect(summary({ status: 'passed', tests: ['passed'] }, { status: 'failed', tests })).toEqual({
      line: '1 passed, 1 failed',
      code: 1,
    });
  });

  it('is red when nothing ran', () => {
    expect(summary()).toEqual({ line: '0 passed, 0 failed', code: 1 });
  });
});
