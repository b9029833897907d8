import type { GoLine, MapShape } from '../gomem/index.ts';
import { ClassicMap } from './classic-map.ts';
import type { SimulationOptions } from './options.ts';
import type { SimulatedMap } from './simulated-map.ts';
import { SwissMap } from './swiss-map.ts';

/** A map of the design that the line of Go has. */
export function simulateMap(shape: MapShape, line: GoLine, options: SimulationOptions = {}): SimulatedMap {
  return line.mapKind === 'classic'
    ? new ClassicMap(shape, line, options)
    : new SwissMap(shape, line, options);
}
