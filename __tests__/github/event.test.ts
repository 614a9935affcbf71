import { describe, expect, test } from '@jest/globals';
import {
  type BaseHints,
  chooseBase,
  choosePull,
  chooseRulesBase,
  type GitHubEvent,
  measuringRun,
  refusePrivileged,
} from '../../src/github/event.ts';
import { UserError } from '../../src/model/diagnostic.ts';

const [MERGE, HEAD, BASE, BEFORE] = ['a', 'b', 'c', 'd'].map((c) => c.repeat(40)) as [string, string, string, string];
const HINTS: BaseHints = { baseRef: '', baseline: false, checkedOut: MERGE, sha: MERGE };

function event(name: string, payload: unknown): GitHubEvent {
  return { name, payload, file: '/event.json' };
}

const PULL = event('pull_request', {
  pull_request: { number: 7, head: { sha: HEAD, ref: 'fast' }, base: { sha: BASE, ref: 'main' } },
});
const RUN = {
  id: 31,
  run_attempt: 2,
  event: 'pull_request',
  head_sha: HEAD,
  head_branch: 'fast',
  head_repository: { owner: { login: 'forker' } },
  pull_requests: [],
};

describe('refusePrivileged (T1)', () => {
  test.each(['pull_request_target', 'issue_comment', 'workflow_run'])(
    '%s: no Go code, a message of what to do',
    (name) => {
      expect(() => refusePrivileged(name)).toThrow(UserError);
      expect(() => refusePrivileged(name)).toThrow(`on ${name} the gate runs no Go code`);
    },
  );

  test.each(['pull_request', 'pull_request_review', 'push', 'merge_group', 'schedule', 'workflow_dispatch'])(
    '%s is fine',
    (name) => {
      expect(() => refusePrivileged(name)).not.toThrow();
    },
  );
});

describe('chooseBase', () => {
  const push = (before: string) => event('push', { before, repository: { default_branch: 'trunk' } });

  test.each<[string, GitHubEvent, Partial<BaseHints>, unknown]>([
    ['a pull request, merged for us', PULL, {}, { by: 'first-parent' }],
    ['a pull request whose head is checked out', PULL, { checkedOut: HEAD }, { by: 'merge-base', ref: BASE }],
    ['a pull request where no commit is known', PULL, { checkedOut: '' }, { by: 'first-parent' }],
    ['a review', { ...PULL, name: 'pull_request_review' }, {}, { by: 'first-parent' }],
    ['a push', push(BEFORE), {}, { by: 'ref', ref: BEFORE }],
    ['a push that makes a branch', push('0'.repeat(40)), {}, { by: 'merge-base', ref: 'origin/trunk' }],
    ['a push in a SHA-256 repository', push('0'.repeat(64)), {}, { by: 'merge-base', ref: 'origin/trunk' }],
    ['a merge group', event('merge_group', { merge_group: { base_sha: BASE } }), {}, { by: 'ref', ref: BASE }],
    ['a schedule', event('schedule', {}), {}, { by: 'ref', ref: 'HEAD~1' }],
    ['a dispatch', event('workflow_dispatch', { inputs: null }), {}, { by: 'ref', ref: 'HEAD~1' }],
    ['an explicit ref, before the event', PULL, { baseRef: 'v1.2.3' }, { by: 'ref', ref: 'v1.2.3' }],
    ['a baseline, which needs no commit', PULL, { baseline: true }, { by: 'none' }],
    ['an explicit ref on any event', event('release', {}), { baseRef: 'v1' }, { by: 'ref', ref: 'v1' }],
  ])('%s', (_, given, hints, expected) => {
    expect(chooseBase(given, { ...HINTS, ...hints })).toEqual(expected);
  });

  test('an event that names no commit asks for one', () => {
    expect(() => chooseBase(event('release', {}), HINTS)).toThrow(
      'the event release does not say which commit to compare with',
    );
  });

  test.each<[string, unknown, string]>([
    ['push', { before: '--upload-pack=evil', repository: { default_branch: 'main' } }, 'before: is no commit id'],
    ['push', null, 'the payload'],
    ['pull_request', { pull_request: { number: 7, head: { sha: HEAD } } }, 'pull_request.base'],
    ['merge_group', {}, 'merge_group'],
  ])('a %s payload that is not GitHub’s is named with its place: %j', (name, payload, message) => {
    const act = () => chooseBase(event(name, payload), HINTS);
    expect(act).toThrow(UserError);
    expect(act).toThrow(message);
  });
});

describe('chooseRulesBase, where a baseline stands for base', () => {
  test.each<[string, GitHubEvent, unknown]>([
    ['a pull request', PULL, { by: 'first-parent' }],
    ['a push', event('push', { before: BEFORE, repository: { default_branch: 'trunk' } }), { by: 'ref', ref: BEFORE }],
    ['a merge group', event('merge_group', { merge_group: { base_sha: BASE } }), { by: 'ref', ref: BASE }],
    ['a schedule proposes nothing', event('schedule', {}), { by: 'ref', ref: 'HEAD' }],
    ['nor does a release', event('release', {}), { by: 'ref', ref: 'HEAD' }],
  ])('%s', (_, given, expected) => {
    expect(chooseRulesBase(given, HINTS)).toEqual(expected);
  });
});

describe('choosePull', () => {
  test.each(['pull_request', 'pull_request_review', 'pull_request_target'])('%s names it', (name) => {
    expect(choosePull({ ...PULL, name })).toEqual({ by: 'event', number: 7, headSha: HEAD, baseSha: BASE });
  });

  test('a run of a fork’s pull request gives its head only', () => {
    expect(choosePull(event('workflow_run', { workflow_run: RUN }))).toEqual({
      by: 'head',
      owner: 'forker',
      branch: 'fast',
      headSha: HEAD,
    });
  });

  test.each([
    ['a run of a push', { ...RUN, event: 'push' }],
    ['a run of a fork that is gone', { ...RUN, head_repository: null }],
    ['a run without a branch', { ...RUN, head_branch: null }],
  ])('%s belongs to none', (_, run) => {
    expect(choosePull(event('workflow_run', { workflow_run: run }))).toEqual({ by: 'none' });
  });

  test('a push belongs to none', () => {
    expect(choosePull(event('push', {}))).toEqual({ by: 'none' });
  });
});

describe('measuringRun', () => {
  test('is this run', () => {
    expect(measuringRun(PULL, { id: 5, attempt: 1 })).toEqual({ id: 5, attempt: 1 });
  });

  test('is the first stage in the second', () => {
    expect(measuringRun(event('workflow_run', { workflow_run: RUN }), { id: 99, attempt: 1 })).toEqual({
      id: 31,
      attempt: 2,
    });
  });
});
