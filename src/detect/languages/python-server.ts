import { defaultPort } from '../../languages/default-port.ts';
import type { Detected } from '../detected.ts';
import type { ProjectFiles } from './project.ts';

const entryFiles = ['main.py', 'app.py', 'server.py', 'wsgi.py', 'asgi.py', '__init__.py'];

/** A server from the app's dependencies with the object that it serves; otherwise a file to run. */
export function serverCommand(files: ProjectFiles, dependsOn: (name: string) => boolean): Detected<string[]> | undefined {
  const settings = files.names().find((folder) => files.text(`${folder}/wsgi.py`) !== undefined);
  if (settings !== undefined && files.text('manage.py') !== undefined && dependsOn('gunicorn'))
    return { value: ['gunicorn', '--bind', `0.0.0.0:${defaultPort}`, `${settings}.wsgi`], source: `${settings}/wsgi.py` };
  for (const folder of ['.', ...packagesIn(files, '.'), 'src', ...packagesIn(files, 'src')])
    for (const name of entryFiles) {
      const file = folder === '.' ? name : `${folder}/${name}`;
      const command = servedBy(file, files.text(file) ?? '', dependsOn);
      if (command !== undefined) return { value: command, source: file };
    }
  const module = files.names().find((folder) => files.text(`${folder}/__main__.py`) !== undefined);
  if (module !== undefined) return { value: ['python', '-m', module], source: `${module}/__main__.py` };
  const file = ['main.py', 'app.py', 'server.py'].find((name) => files.text(name) !== undefined);
  return file === undefined ? undefined : { value: ['python', file], source: file };
}

function packagesIn(files: ProjectFiles, folder: string): string[] {
  return files
    .names(folder)
    .filter((name) => /^[A-Za-z_]\w*$/.test(name) && !/^tests?$/.test(name) && name !== 'src')
    .map((name) => (folder === '.' ? name : `${folder}/${name}`));
}

function servedBy(file: string, text: string, dependsOn: (name: string) => boolean): string[] | undefined {
  const inSource = file.startsWith('src/');
  const module = file
    .replace(/^src\//, '')
    .replace(/(?:(^|\/)__init__)?\.py$/, '')
    .replaceAll('/', '.');
  const [, object, framework] = /^(\w+)\s*(?::\s*\w+\s*)?=\s*(FastAPI|Starlette|Flask)\(/m.exec(text) ?? [];
  // A factory without required arguments.
  const factory = framework === undefined && dependsOn('flask') ? /^def (create_app|make_app)\(\s*(?:\)|\w+[^=,)]*=)/m.exec(text)?.[1] : undefined;
  if (module === '' || (object === undefined && factory === undefined)) return undefined;
  if ((framework === 'Flask' || factory !== undefined) && dependsOn('gunicorn'))
    return ['gunicorn', ...(inSource ? ['--chdir', 'src'] : []), '--bind', `0.0.0.0:${defaultPort}`, `${module}:${object ?? `${factory}()`}`];
  if (framework !== undefined && framework !== 'Flask' && (dependsOn('uvicorn') || dependsOn('fastapi')))
    return ['uvicorn', ...(inSource ? ['--app-dir', 'src'] : []), '--host', '0.0.0.0', '--port', defaultPort, `${module}:${object}`];
  return undefined;
}
