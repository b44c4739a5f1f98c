import type { Cause } from '../diff/change.ts';
import type { Place } from '../problems/errors.ts';
import { printJson } from '../render/json.ts';
import { causeLabels } from './causes.ts';
import type { CheckedFile, CheckReport } from './check-report.ts';

/** Causes that check names; each is a rule. */
const rules: Partial<Record<Cause, string>> = {
  new: 'A file that the config makes was never written.',
  missing: 'A generated file is gone.',
  'config-changed': 'The config has changed since the file was written.',
  'generator-upgraded': 'Another version of the generator wrote the file.',
  edited: 'Somebody edited a generated file by hand.',
  orphaned: 'Nothing makes the file any more.',
  foreign: 'The file stood there before, and is not ours.',
  'newer-shared': 'A newer version of the generator wrote the shared file.',
  merged: 'Somebody edited the file, and it is merged with what is generated.',
  conflict: 'Nobody has decided yet which of two texts stays.',
  ejected: 'The file was taken out of the generator’s hands, and would have changed.',
  unreadable: 'What CD or the generator wrote in the file cannot be read.',
};

/** The report as SARIF 2.1.0: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html */
export function checkSarif({ generatorVersion, result: outcome, files, unset, warnings, problems }: CheckReport): string {
  return printJson({
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'create-gitops-app',
            version: generatorVersion,
            rules: [
              ...Object.entries(rules).map(([id, text]) => ({ id, name: causeLabels[id as Cause], shortDescription: { text } })),
              ...[...new Set([...warnings, ...problems].map(({ code }) => code))].map((id) => ({ id })),
              ...(unset.length === 0 ? [] : [{ id: 'UNSET_VALUE' }]),
            ],
          },
        },
        // An error is a result too, so that whoever only lists results does not take it for a clean run.
        invocations: [{ executionSuccessful: outcome !== 'error' }],
        // Paths are relative to the folder in which check ran.
        columnKind: 'utf16CodeUnits',
        results: [
          ...files.map(fileResult),
          ...problems.map(({ code, severity, message, hint, place }) => result(code, severity, withHint(message, hint), location(place))),
          ...warnings.map(({ code, message, hint, place }) => result(code, 'warning', withHint(message, hint), location(place))),
          ...unset.map(({ pointer, place }) => result('UNSET_VALUE', 'warning', `${pointer} is not filled in yet`, location(place))),
        ],
      },
    ],
  });
}

const withHint = (message: string, hint: string) => (hint === '' ? message : `${message}. ${hint}`);

function fileResult({ cause, drift, file, message, remedy }: CheckedFile): object {
  return result(cause, drift ? 'error' : 'note', withHint(`${file} ${message}`, remedy), { artifactLocation: { uri: encodeURI(file) } });
}

function result(ruleId: string, level: 'error' | 'warning' | 'note', text: string, physicalLocation: object | undefined): object {
  return { ruleId, level, message: { text }, ...(physicalLocation === undefined ? {} : { locations: [{ physicalLocation }] }) };
}

function location(place: Place | null): object | undefined {
  if (place === null) return undefined;
  const { file, line, column } = place;
  return { artifactLocation: { uri: encodeURI(file) }, region: { startLine: line, startColumn: column } };
}
