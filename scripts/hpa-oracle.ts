/**
 * Writes the cases that src/hpa is held to, by running the controller of Kubernetes itself (test/hpa-oracle). Two minutes to
 * build and one to run; needs the network once, for k8s.io/kubernetes. The cases are random but the seed is not: what it
 * writes changes only when the generator or the version of Kubernetes does.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { projectRoot } from './tool.ts';

const testdata = join(projectRoot, 'src', 'hpa', 'testdata');
const { status } = spawnSync(
  'go',
  [
    'test',
    '-v',
    '-count=1',
    '-timeout=30m',
    '-run=TestWrite',
    '.',
    '-args',
    '-cases=2400',
    '-seed=1',
    `-out=${join(testdata, 'controller-cases.json.gz')}`,
    `-quantities=${join(testdata, 'quantities.json')}`,
  ],
  { cwd: join(projectRoot, 'test', 'hpa-oracle'), stdio: 'inherit' },
);
process.exitCode = status ?? 1;
