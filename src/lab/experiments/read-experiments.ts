import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { labFolder } from '../lab-folder.ts';
import type { Experiment } from './experiment.ts';

/** Every experiment of lab/experiments, by name. */
export function readExperiments(): Experiment[] {
  const folder = labFolder('experiments');
  return fs
    .globSync('*/experiment.json', { cwd: folder })
    .sort()
    .map((file) => {
      const content = JSON.parse(fs.readFileSync(path.join(folder, file), 'utf8')) as Omit<Experiment, 'id'>;
      return { ...content, id: path.dirname(file) };
    });
}

/**
 * Names the state of an experiment's program and settings, so that a measurement made by another state is not taken for
 * one of this. What the experiments share is part of each.
 */
export function sourceHash(experiment: string): string {
  const folder = labFolder('experiments');
  const hash = createHash('sha256');
  const files = fs.globSync(['go.mod', 'internal/**/*.go', `${experiment}/**/*.{go,txt,json}`], {
    cwd: folder,
  });
  for (const file of files.sort()) hash.update(file).update(fs.readFileSync(path.join(folder, file)));
  return hash.digest('hex').slice(0, 12);
}
