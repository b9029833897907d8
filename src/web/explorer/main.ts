import type { Preset } from '../page/preset.ts';
import { Explorer } from './explorer.ts';

// Written into the page by fillPage; it is ours, whatever the strings in it say.
const preset = JSON.parse(document.getElementById('page-data')?.textContent ?? '') as Preset;
new Explorer(preset).open();
