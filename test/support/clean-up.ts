/** Runs with every test file: the files of a worker share its modules, so a module cannot do this when it is loaded. */
import { afterAll } from 'vitest';
import { removeFolders } from './file-folders.ts';

afterAll(removeFolders, 240_000);
