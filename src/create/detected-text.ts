import { printable } from '../commands/terminal.ts';
import type { FolderFacts } from '../detect/folder.ts';
import { languages } from '../languages/index.ts';

/** What was read from the folder, each with its file; empty where it told nothing. */
export function detectedText({ project, otherLanguages, dockerfile, github }: FolderFacts): string {
  const rows: [string, string, string][] = [];
  const add = (name: string, fact: { value: unknown; source: string } | undefined) => {
    if (fact !== undefined) rows.push([name, fact.value === '' ? 'none' : printable([fact.value].flat().join(' ')), fact.source]);
  };
  if (project !== undefined) {
    add('language', { value: languages[project.language].title, source: project.source });
    add('version', project.version);
    add('package manager', project.packageManager);
    for (const [command, fact] of Object.entries(project.commands)) add(command, fact);
    add('starts with', project.command);
  }
  for (const { language, source } of otherLanguages) add('not used', { value: languages[language].title, source });
  add('port', dockerfile?.port);
  add('user', dockerfile?.user);
  add('health path', dockerfile?.health);
  add('registry', github.registry);
  add('owners', github.owners);
  if (rows.length === 0) return '';
  const width = (column: 0 | 1) => Math.max(...rows.map((row) => row[column].length));
  const lines = rows.map(([name, value, source]) => `  ${name.padEnd(width(0))}  ${value.padEnd(width(1))}  ${source}\n`);
  return `Read from the folder\n${lines.join('')}\n`;
}
