import type { Preset } from '../page/preset.ts';
import { ChartView } from './chart/chart-view.ts';
import { type ExplorerState, stateFrom } from './model/explorer-state.ts';
import type { TypeFault } from './model/forecast.ts';
import { usualRequests } from './model/phases.ts';
import { Session } from './model/session.ts';
import { element, setText } from '../dom/element.ts';
import { languageChoice } from '../dom/language-choice.ts';
import { headlineText } from './view/headline.ts';
import { HistoryBar } from './view/history-bar.ts';
import { Settings } from './view/settings.ts';
import { StageTable } from './view/stage-table.ts';
import { Translation } from './view/translation.ts';
import { TypeField } from './view/type-field.ts';
import { VersionPanel } from './view/version-panel.ts';

/** Work in one frame: a click is answered after no more than two. */
const workMs = 20;
/** Histories up to this many operations follow a slider at once; longer ones wait until it rests. */
const quickOperations = 40_000;
const restMs = 140;
/** Drawing may take this share of the time while something runs. */
const drawShare = 0.3;

/** The page: state in, drawings out. One loop does the work, a frame at a time, while there is any. */
export class Explorer {
  #state: ExplorerState;
  readonly #translation: Translation;
  readonly #settings: Settings;
  readonly #typeField: TypeField;
  readonly #headline: HTMLElement = element('p', { class: 'headline', role: 'status' });
  readonly #history: HistoryBar;
  readonly #panels = [] as VersionPanel[];
  readonly #chart: ChartView;
  readonly #table: StageTable;
  readonly #root: HTMLElement;
  #session: Session | undefined;
  #fault: TypeFault | undefined;
  #restTimer = 0;
  #frame = 0;
  #nextDrawMs = 0;
  /** Where Play is, as a fraction of an operation counts too; undefined while it rests. */
  #playPosition: number | undefined;
  #lastFrameMs = 0;
  #seeksChange = false;
  /** Whether the drawings begin anew, or go on from the last ones. */
  #isPlain = true;

  constructor(preset: Preset) {
    this.#state = stateFrom(preset);
    this.#translation = new Translation(preset.language);
    const translation = this.#translation;
    this.#typeField = new TypeField(preset.type, preset.source, translation, (type) =>
      this.#change({ type }),
    );
    this.#settings = new Settings(this.#state, translation, (change) => this.#change(change));
    this.#history = new HistoryBar(translation, {
      onSeek: (position) => this.#seek(position),
      onStep: () => this.#seek((this.#session?.position ?? 0) + 1),
      onNextChange: () => this.#seekChange(),
      onPlay: () => this.#togglePlay(),
      onAction: (name) => this.#goOn((session) => session.requestsWith(name)),
      onReset: () => this.#goOn(() => usualRequests),
    });
    this.#panels.push(
      new VersionPanel('left', translation, (line) => this.#change({ lines: [line, this.#state.lines[1]] })),
      new VersionPanel('right', translation, (line) => this.#change({ lines: [this.#state.lines[0], line] })),
    );
    this.#chart = new ChartView(translation);
    this.#table = new StageTable(translation);
    this.#root = this.#build();
  }

  /** Puts the page into the document and starts the first simulation. */
  open(): void {
    document.body.replaceChildren(this.#root);
    this.#restart();
    const redraw = (): void => this.#draw();
    new ResizeObserver(redraw).observe(this.#root);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw);
  }

  #build(): HTMLElement {
    const translation = this.#translation;
    const languages = languageChoice(translation, () => {
      this.#showFault(this.#fault);
      this.#draw();
    });
    return element(
      'main',
      {},
      element(
        'header',
        { class: 'top' },
        element(
          'div',
          {},
          translation.text(element('h1'), ({ title }) => title),
          translation.text(element('p', { class: 'muted' }), ({ intro }) => intro),
        ),
        languages,
      ),
      this.#typeField.root,
      this.#headline,
      this.#settings.root,
      this.#history.root,
      element('div', { class: 'panels' }, ...this.#panels.map(({ root }) => root)),
      this.#chart.root,
      this.#table.root,
    );
  }

  #change(change: Partial<ExplorerState>): void {
    // Steps that were asked for go on with other numbers, but not where they were left.
    const requests = this.#state.requests.map(({ name }) => ({ name }));
    this.#state = { ...this.#state, requests, ...change };
    this.#settings.state = this.#state;
    this.#restart();
  }

  /** Takes the state as it is now: texts at once, the simulation when the controls rest. */
  #restart(): void {
    clearTimeout(this.#restTimer);
    this.#stop();
    const session = Session.start(this.#state);
    if (!(session instanceof Session)) {
      this.#showFault(session);
      return;
    }
    this.#showFault(undefined);
    setText(this.#headline, headlineText(this.#state, session, this.#translation.words));
    session.seek(session.endOf('delete'));
    const isFirst = this.#session === undefined;
    if (isFirst || session.operationCount <= quickOperations) this.#begin(session);
    else {
      this.#root.dataset['state'] = 'busy';
      this.#restTimer = window.setTimeout(() => this.#begin(session), restMs);
    }
  }

  #showFault(fault: TypeFault | undefined): void {
    this.#fault = fault;
    this.#typeField.fault = fault === undefined ? '' : (fault.message ?? this.#translation.words.notMap);
  }

  #begin(session: Session): void {
    this.#session = session;
    this.#isPlain = true;
    this.#nextDrawMs = 0;
    // A frame of work before anything is drawn: small histories never show a beginning that is over at once.
    this.#run(performance.now());
  }

  #goOn(requestsOf: (session: Session) => ExplorerState['requests']): void {
    const session = this.#session;
    if (session === undefined) return;
    this.#stop();
    this.#state = { ...this.#state, requests: requestsOf(session) };
    const next = Session.start(this.#state);
    if (!(next instanceof Session)) return;
    if (this.#state.requests === usualRequests) next.seek(next.endOf('delete'));
    this.#begin(next);
  }

  #seek(position: number): void {
    this.#stop();
    this.#isPlain = position < (this.#session?.position ?? 0);
    this.#session?.seek(position);
    this.#schedule();
  }

  #seekChange(): void {
    this.#stop();
    this.#isPlain = false;
    this.#seeksChange = true;
    this.#schedule();
  }

  #togglePlay(): void {
    const session = this.#session;
    if (session === undefined) return;
    if (this.#playPosition !== undefined) {
      this.#stop();
      return;
    }
    if (session.position === session.operationCount || session.position === session.endOf('delete'))
      session.seek(0);
    this.#playPosition = session.position;
    this.#lastFrameMs = performance.now();
    this.#history.isPlaying = true;
    this.#isPlain = false;
    this.#schedule();
  }

  /** Ends what moves by itself. */
  #stop(): void {
    this.#playPosition = undefined;
    this.#seeksChange = false;
    this.#history.isPlaying = false;
  }

  #schedule(): void {
    this.#root.dataset['state'] = 'busy';
    if (this.#frame === 0) this.#frame = requestAnimationFrame((nowMs) => this.#run(nowMs));
  }

  #run(nowMs: number): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    const session = this.#session;
    if (session === undefined) return;
    this.#playOn(session, nowMs);
    const endMs = performance.now() + workMs;
    const mustStop = (): boolean => performance.now() > endMs;
    if (this.#seeksChange) this.#seeksChange = !session.seekChange(mustStop);
    session.work(mustStop);
    const isPlaying = this.#playPosition !== undefined;
    const isBusy = !session.isWhole || !session.isShown || this.#seeksChange;
    this.#root.dataset['state'] = isBusy ? 'busy' : 'rest';
    if (!isBusy || performance.now() >= this.#nextDrawMs) this.#draw();
    if (isBusy || isPlaying) this.#schedule();
  }

  #playOn(session: Session, nowMs: number): void {
    if (this.#playPosition === undefined) return;
    const elapsedMs = Math.max(0, nowMs - this.#lastFrameMs);
    this.#lastFrameMs = nowMs;
    this.#playPosition += (elapsedMs * session.operationCount) / (1000 * this.#history.seconds);
    session.seek(Math.floor(this.#playPosition));
    if (this.#playPosition >= session.operationCount) this.#stop();
  }

  #draw(): void {
    const session = this.#session;
    if (session === undefined) return;
    const startMs = performance.now();
    setText(this.#headline, headlineText(this.#state, session, this.#translation.words));
    this.#history.show(session);
    for (const [place, panel] of this.#panels.entries()) panel.show(session.sides[place], this.#isPlain);
    this.#chart.show(session);
    this.#table.show(session);
    const endMs = performance.now();
    this.#nextDrawMs = endMs + (endMs - startMs) / drawShare;
  }
}
