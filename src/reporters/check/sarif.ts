import type { Cause } from '../../diff/change.ts';
import type { Place } from '../../problems/errors.ts';
import { printJson } from '../../render/json.ts';
import { causeLabels } from '../shared/causes.ts';
import type { CheckedFile, CheckReport } from './report.ts';

/** Causes that check reports; each is a rule. */
const rules: Partial<Record<Cause, string>> = {
  new: 'A file of the config has not been generated yet.',
  missing: 'A generated file is missing.',
  'config-changed': 'The config has changed since the file was generated.',
  'generator-upgraded': 'Another version of create-gitops-app wrote the file.',
  edited: 'A generated file was edited by hand.',
  orphaned: 'The file is no longer generated.',
  foreign: 'The file already exists and is unmanaged.',
  'newer-shared': 'A newer version of create-gitops-app wrote the shared file.',
  merged: 'The file contains edits that are merged with generated changes.',
  conflict: 'The file has an unresolved conflict.',
  ejected: 'The file was ejected, and what would be generated has changed since.',
  unreadable: 'A value that CD owns, or a marker in the file, cannot be read.',
};

/** The report as SARIF 2.1.0: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html */
export function printCheckAsSarif({ generatorVersion, result: outcome, files, unset, warnings, problems }: CheckReport): string {
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
        // An error is also a result, so that a tool that only lists results does not take it for a clean run.
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
