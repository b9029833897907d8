import { formatCount } from '../../../findings/index.ts';
import type { PhaseName } from '../model/phases.ts';
import type { Session } from '../model/session.ts';
import type { ExplorerWords } from '../words/explorer-words.ts';
import { element, setText } from '../../dom/element.ts';
import type { Translation } from './translation.ts';

/** Seconds in which Play goes through a whole history. */
const speeds = [120, 60, 20, 8, 3] as const;
const usualSpeed = 2;
const actions: readonly PhaseName[] = ['fill', 'delete', 'clear', 'rebuild'];

export interface HistoryEvents {
  onSeek(position: number): void;
  onStep(): void;
  onNextChange(): void;
  onPlay(): void;
  onAction(name: PhaseName): void;
  onReset(): void;
}

/** The history as a row of phases, the position in it, and what moves it. */
export class HistoryBar {
  readonly root: HTMLElement;
  readonly #translation: Translation;
  readonly #events: HistoryEvents;
  readonly #phases: HTMLElement = element('div', { class: 'phases' });
  readonly #slider: HTMLInputElement = element('input', {
    type: 'range',
    id: 'position',
    min: '0',
    step: '1',
  });
  readonly #place: HTMLElement = element('output', { class: 'place', for: 'position' });
  readonly #play: HTMLButtonElement;
  readonly #speed: HTMLInputElement;
  #shownPhases = '';
  #isPlaying = false;

  constructor(translation: Translation, events: HistoryEvents) {
    this.#translation = translation;
    this.#events = events;
    this.#play = element('button', { type: 'button', class: 'main', id: 'play' });
    this.#play.addEventListener('click', () => events.onPlay());
    translation.text(this.#play, (words) => (this.#isPlaying ? words.pause : words.play));
    translation.each(({ historyPosition }) => this.#slider.setAttribute('aria-label', historyPosition));
    this.#slider.addEventListener('input', () => events.onSeek(this.#slider.valueAsNumber));
    this.#speed = element('input', {
      type: 'range',
      id: 'speed',
      min: '0',
      max: String(speeds.length - 1),
      step: '1',
      value: String(usualSpeed),
    });
    this.root = this.#build();
  }

  /** Seconds for a whole history. */
  get seconds(): number {
    return speeds[this.#speed.valueAsNumber] ?? speeds[usualSpeed];
  }

  set isPlaying(value: boolean) {
    this.#isPlaying = value;
    const { play, pause } = this.#translation.words;
    setText(this.#play, value ? pause : play);
  }

  show(session: Session): void {
    const { words } = this.#translation;
    this.#showPhases(session, words);
    this.#slider.max = String(session.operationCount);
    this.#slider.value = String(session.position);
    const current = this.#currentPhase(session);
    const phase = session.phases[current];
    const text =
      phase === undefined
        ? ''
        : words.positionValue(
            words.actions[phase.name],
            formatCount(session.position - phase.start),
            formatCount(phase.end - phase.start),
          );
    setText(this.#place, text);
    this.#slider.setAttribute('aria-valuetext', text);
    for (const [place, button] of [...this.#phases.children].entries())
      button.setAttribute('aria-pressed', String(place === current));
  }

  #currentPhase({ phases, position }: Session): number {
    const place = phases.findIndex(({ start, end }) => position <= end && (position > start || start === 0));
    return Math.max(0, place);
  }

  #showPhases(session: Session, words: ExplorerWords): void {
    const texts = session.phases.map(({ name, start, end }) => words.phase(name, formatCount(end - start)));
    const all = texts.join('|');
    if (all === this.#shownPhases) return;
    this.#shownPhases = all;
    const buttons = session.phases.map(({ name, end }, place) => {
      const button = element('button', { type: 'button', 'data-phase': name }, texts[place]);
      button.addEventListener('click', () => this.#events.onSeek(end));
      return button;
    });
    this.#phases.replaceChildren(...buttons);
  }

  #build(): HTMLElement {
    const events = this.#events;
    const button = (id: string, of: (words: ExplorerWords) => string, onClick: () => void): HTMLElement => {
      const made = this.#translation.text(element('button', { type: 'button', id }), of);
      made.addEventListener('click', onClick);
      return made;
    };
    const title = this.#translation.text(element('h2'), ({ history }) => history);
    const speedLabel = this.#translation.text(element('label', { for: 'speed' }), ({ speed }) => speed);
    const describeSpeed = (): void =>
      this.#speed.setAttribute('aria-valuetext', this.#translation.words.speedValue(this.seconds));
    this.#translation.each(describeSpeed);
    this.#speed.addEventListener('input', describeSpeed);
    const thenLabel = this.#translation.text(element('span', { class: 'muted' }), ({ goOn }) => goOn);
    const actionButtons = actions.map((name) =>
      button(
        `do-${name}`,
        (words) => words.actions[name],
        () => events.onAction(name),
      ),
    );
    return element(
      'section',
      { class: 'history' },
      element('div', { class: 'history-head' }, title, this.#phases, this.#place),
      this.#slider,
      element(
        'div',
        { class: 'transport' },
        this.#play,
        button(
          'start',
          ({ start }) => start,
          () => events.onSeek(0),
        ),
        button(
          'step',
          ({ step }) => step,
          () => events.onStep(),
        ),
        button(
          'next-change',
          ({ nextChange }) => nextChange,
          () => events.onNextChange(),
        ),
        element('span', { class: 'speed' }, speedLabel, this.#speed),
        element(
          'span',
          { class: 'then' },
          thenLabel,
          ...actionButtons,
          button(
            'reset',
            ({ reset }) => reset,
            () => events.onReset(),
          ),
        ),
      ),
    );
  }
}
