import { screen } from '@inquirer/testing/vitest';
import { describe, expect, test } from 'vitest';
import { collectAnswers } from '../../src/create/answers.ts';
import { ask } from '../../src/create/ask.ts';
import { questions } from '../../src/create/questions.ts';
import { detectFolder } from '../../src/detect/folder.ts';
import { temporaryFolder, write } from '../support/workspace.ts';

function detected(files: Record<string, string> = {}) {
  const folder = temporaryFolder();
  write(folder, { 'package.json': '{"name": "shop"}', ...files });
  return detectFolder(folder);
}

/** Answers one question, by default with its default. */
async function answer(text = ''): Promise<void> {
  if (text !== '') screen.type(text);
  screen.keypress('enter');
  await screen.next();
}

describe('the questions', () => {
  test('show where each default comes from, and use it for an empty answer', async () => {
    const answers = collectAnswers({ detected: detected({ '.github/CODEOWNERS': '* @acme/shop\n' }), preset: {}, yes: false, ask });
    expect(screen.getScreen()).toMatch(/Name of the app \[package\.json\] \(shop\)/);
    await answer();
    expect(screen.getScreen()).toMatch(/App repository on GitHub \(owner\/name\) \(fill-in\/shop\)/);
    await answer('acme/shop');
    expect(screen.getScreen()).toMatch(/\[app repository\] \(acme\/shop-config\)/);
    await answer();
    expect(screen.getScreen()).toMatch(/\[\.github\/CODEOWNERS\] \(@acme\/shop\)/);
    await answer();
    await answer();
    await answer();
    await answer('dc1:on-premise, eu');
    expect(screen.getScreen()).toMatch(/Argo CD/);
    screen.keypress('down');
    screen.keypress('down');
    screen.keypress('down');
    screen.keypress('enter');
    expect((await answers).answers).toEqual({
      ci: 'full',
      name: 'shop',
      appRepository: 'acme/shop',
      configRepository: 'acme/shop-config',
      owners: ['@acme/shop'],
      registry: { type: 'ghcr' },
      devClusters: [{ name: 'dev-cluster', location: 'cloud' }],
      prodClusters: [
        { name: 'dc1', location: 'on-premise' },
        { name: 'eu', location: 'cloud' },
      ],
      argocd: { topology: 'hub', cluster: 'eu' },
    });
  });

  test('reject an invalid answer with a reason', async () => {
    const rest = Object.fromEntries(
      questions
        .filter(({ key }) => key !== 'registry')
        .map((question) => [question.key, question.fallback(detected(), { name: 'shop', appRepository: 'acme/shop' }).value]),
    );
    const answers = collectAnswers({ detected: detected(), preset: rest, yes: false, ask });
    screen.type('docker.io');
    screen.keypress('enter');
    await screen.next();
    expect(screen.getScreen()).toContain('is "docker.io"; expected ghcr, or a registry such as');
    for (const _ of 'docker.io') screen.keypress('backspace');
    screen.type('ghcr');
    screen.keypress('enter');
    expect((await answers).answers.registry).toEqual({ type: 'ghcr' });
  });

  test('are skipped if there is an answer', async () => {
    const preset = Object.fromEntries(
      questions.map((question) => [question.key, question.fallback(detected(), { name: 'shop', appRepository: 'acme/shop' }).value]),
    );
    const never = () => Promise.reject(new Error('asked'));
    expect((await collectAnswers({ detected: detected(), preset, yes: false, ask: never })).answers.name).toBe('shop');
  });
});
