import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import type { Language, Severity } from '../findings/index.ts';
import type { Eviction } from '../workload/index.ts';
import { UsageError } from './failure.ts';
import { localeLanguage } from './terminal.ts';
import { hpaWords } from './words/hpa-languages.ts';
import type { HpaWords } from './words/hpa-words.ts';
import { type RecordWords, recordWords } from './words/record-words.ts';
import { type SeriesWords, seriesWords } from './words/series-words.ts';
import { type Words, words as allWords } from './words/words.ts';

/** Commands load what they need when they run, so that `--help` and a wrong option answer at once. */
export function buildProgram(argv: readonly string[], version: string): Command {
  const language = languageOf(argv);
  const words = allWords[language];
  const { help } = words;
  const program = new Command('highwater');
  program.description(help.program).version(version, '-V, --version', help.version);
  program.usage('<target> | <command> [options]');
  program.helpCommand('help [command]', help.helpCommand);
  applyCommon(program, words);
  program.addHelpText('after', `\n${help.example}\n  highwater 4711\n  highwater ps`);
  addInspect(program, words, seriesWords[language]);
  addPs(program, words);
  addRecord(program, words, recordWords[language]);
  addPredict(program, words);
  addExplain(program, words);
  addDemo(program, words);
  addLab(program, words);
  addHpa(program, words, language);
  return program;
}

/** Runs the program; a wrong command line becomes a UsageError of one line. */
export async function runProgram(program: Command, argv: readonly string[]): Promise<void> {
  try {
    await program.parseAsync([...argv], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return;
    // `highwater hpa` alone: its help was printed.
    if (error.code === 'commander.help') throw new UsageError('write which command of it you mean');
    throw new UsageError(oneLine(error.message));
  }
}

function oneLine(message: string): string {
  const text = message.replace(/^error: /, '').replaceAll('\n', ' ');
  return `${text}; see highwater --help`;
}

/** Before the options are parsed, because the help texts themselves are in that language. */
function languageOf(argv: readonly string[]): Language {
  const place = argv.findIndex((word) => word === '--lang' || word.startsWith('--lang='));
  const value =
    place < 0 ? undefined : argv[place].startsWith('--lang=') ? argv[place].slice(7) : argv[place + 1];
  return value === 'zh' || value === 'en' ? value : localeLanguage(process.env);
}

function addInspect(program: Command, words: Words, series: SeriesWords): void {
  const { help } = words;
  const command = program.command('inspect', { isDefault: true }).description(help.inspect);
  command.argument('[targets...]', help.target);
  addInspectOptions(command, words);
  addSeriesOptions(command, series);
  command.addHelpText(
    'after',
    `\n${help.example}\n  highwater inspect gateway --top 5\n  highwater inspect :8080 --json --fail-on high\n  highwater inspect 4711 --map main.server.sessions\n  highwater inspect 4711 --why main.Session\n  highwater inspect core.1 core.2 4711\n  highwater inspect http://10.0.0.7:6060 --gc-test\n  highwater inspect cpu.pb.gz --focus 'encoding/json'\n  highwater inspect 4711 --watch 10m --every 30s\n  highwater inspect --prometheus http://prometheus:9090 --selector 'job="api"' --range 14d`,
  );
  command.action(async (targets: string[], options) => {
    const { inspect } = await import('./commands/inspect.ts');
    await inspect(targets, options);
  });
}

function addInspectOptions(command: Command, words: Words): void {
  const { help } = words;
  applyCommon(command, words);
  addOutputOptions(command, words);
  command.addOption(new Option('--html [file]', help.reportHtml).conflicts(['json', 'map']));
  command.addOption(new Option('--pprof <file>', help.pprof).conflicts(['json', 'map']));
  command.option('--top <n>', help.top, parseCount);
  command.option('--map <path>', help.map);
  command.option('--why <what>', help.why);
  command.option('--freeze', help.freeze);
  command.option('--no-holders', help.noHolders);
  command.option('--graph', help.graph);
  command.option('--no-graph', help.noGraph);
  command.option('--max-memory <size>', help.maxMemory);
  command.option('--redact', help.redact);
  command.option('--exe <file>', help.exe);
  addEndpointOptions(command, words);
  addProfileOptions(command, words);
  command.addOption(
    new Option('--fail-on <severity>', help.failOn).choices(['low', 'medium', 'high'] satisfies Severity[]),
  );
}

function addEndpointOptions(command: Command, { help }: Words): void {
  command.option('--deep', help.deep);
  command.option('--gc-test', help.gcTest);
  command.option('--header <line>', help.header, collected);
  command.option('--type <line=type>', help.lineType, collected);
}

function addProfileOptions(command: Command, { help }: Words): void {
  command.option('--focus <regex>', help.focus);
  command.option('--ignore <regex>', help.ignore);
  command.option('--tagfocus, --tag-focus <key=value>', help.tagFocus);
}

/** Words of an option that may stand several times. No default: a list of secrets must not be shown in a help text. */
function collected(word: string, others?: readonly string[]): readonly string[] {
  return [...(others ?? []), word];
}

function addSeriesOptions(command: Command, { help }: SeriesWords): void {
  command.option('--watch <duration>', help.watch);
  command.option('--every <duration>', help.every);
  command.option('--prometheus <url>', help.prometheus);
  command.option('--selector <matchers>', help.selector);
  command.option('--range <duration>', help.range);
  command.option('--rule <name=number>', help.rule, (rule: string, others?: readonly string[]) => [
    ...(others ?? []),
    rule,
  ]);
}

function addPs(program: Command, words: Words): void {
  const command = program.command('ps').description(words.help.ps);
  applyCommon(command, words);
  addOutputOptions(command, words);
  command.addHelpText('after', `\n${words.help.example}\n  highwater ps --json`);
  command.action(async (options) => {
    const { ps } = await import('./commands/ps.ts');
    await ps(options);
  });
}

function addRecord(program: Command, words: Words, { help }: RecordWords): void {
  const command = program.command('record').description(help.record).argument('<target>', words.help.target);
  applyCommon(command, words);
  addOutputOptions(command, words);
  command.requiredOption('-o, --output <file>', help.output);
  command.option('--force', help.force);
  command.option('--full', help.full);
  command.option('--map <path>', help.map, gather);
  command.option('--top <n>', words.help.top, parseCount);
  command.option('--freeze', words.help.freeze);
  command.option('--no-holders', words.help.noHolders);
  command.option('--redact', help.redact);
  command.option('--exe <file>', words.help.exe);
  command.addOption(
    new Option('--core', help.core).conflicts(['full', 'map', 'top', 'redact', 'exe', 'freeze']),
  );
  command.option('--live', help.live);
  command.option('--max-memory <size>', words.help.maxMemory);
  command.addHelpText(
    'after',
    `\n${words.help.example}\n  highwater record 4711 -o gateway.hw && highwater inspect gateway.hw\n  highwater record gateway --core -o core.gateway`,
  );
  command.action(async (target: string, options) => {
    const { record } = await import('./commands/record.ts');
    await record(target, options);
  });
}

function addPredict(program: Command, words: Words): void {
  const { help } = words;
  const command = program.command('predict').description(help.predict).argument('<type>', help.goType);
  applyCommon(command, words);
  addOutputOptions(command, words);
  command.option('--entries <n>', help.entries);
  command.option('--hint <n>', help.hint);
  command.option('--delete <n|all>', help.delete);
  command.option('--go <version>', help.goVersion);
  command.option('--from <file>', help.from);
  command.option('--compare [versions]', help.compare);
  addWorkloadOptions(command, words);
  command.addOption(new Option('--html [file]', help.html).conflicts(['json', 'compare', 'workload']));
  command.addHelpText(
    'after',
    `\n${help.example}\n  highwater predict 'map[int][128]byte' --entries 1M --delete all\n  highwater predict 'map[string]Session' --from ./session.go --go 1.23\n  highwater predict 'map[string]int' --compare 1.23,1.26\n${help.workloadExample}`,
  );
  command.action(async (type: string, options) => {
    const { predict } = await import('./commands/predict.ts');
    await predict(type, options);
  });
}

function addWorkloadOptions(command: Command, { help }: Words): void {
  command.option('--workload <file>', help.workload);
  command.addOption(
    new Option('--evict <which>', help.evict).choices(['oldest', 'newest', 'random'] satisfies Eviction[]),
  );
  command.option('--svg <file>', help.svg);
}

function addExplain(program: Command, words: Words): void {
  const command = program.command('explain').description(words.help.explain).argument('[id]', words.help.id);
  applyCommon(command, words);
  addOutputOptions(command, words);
  command.addHelpText('after', `\n${words.help.example}\n  highwater explain map-retained --lang zh`);
  command.action(async (id: string | undefined, options) => {
    const { explain } = await import('./commands/explain.ts');
    await explain(id, options);
  });
}

function addDemo(program: Command, words: Words): void {
  const command = program.command('demo').description(words.help.demo);
  addInspectOptions(command, words);
  command.addHelpText('after', `\n${words.help.example}\n  highwater demo`);
  command.action(async (options) => {
    const { demo } = await import('./commands/demo.ts');
    await demo(options);
  });
}

function addLab(program: Command, words: Words): void {
  const { help } = words;
  const command = program.command('lab').description(help.lab).argument('[claims...]', help.claims);
  applyCommon(command, words);
  addOutputOptions(command, words);
  command.option('--go <lines>', help.goLines);
  command.option('--results <file>', help.results);
  command.option('--list', help.list);
  command.addHelpText(
    'after',
    `\n${help.example}\n  highwater lab 002-values-128 000-values-128 --go 1.23,1.26\n  highwater lab --list`,
  );
  command.action(async (claims: string[], options) => {
    const { lab } = await import('./commands/lab.ts');
    await lab(claims, options);
  });
}

function addHpa(program: Command, words: Words, language: Language): void {
  const { help } = hpaWords[language];
  const hpa = program.command('hpa').description(help.hpa);
  applyCommon(hpa, words);
  hpa.helpCommand('help [command]', words.help.helpCommand);
  const explain = hpa.command('explain').description(help.explain);
  addHpaOptions(explain, words, help);
  explain.option('--metrics <file>', help.metrics, gather);
  explain.option('--now <time>', help.now);
  explain.option('--replicas <n>', help.replicas);
  explain.option('--history <file>', help.history);
  explain.addHelpText(
    'after',
    `\n${help.historyFormat}\n\n${words.help.example}\n  highwater hpa explain -f hpa.yaml --pods pods.json --metrics podmetrics.json`,
  );
  explain.action(async (options) => {
    const { hpaExplain } = await import('./commands/hpa-explain.ts');
    await hpaExplain(options);
  });
  const replay = hpa.command('replay').description(help.replay);
  addHpaOptions(replay, words, help);
  replay.requiredOption('--series <file>', help.series);
  replay.option('--free <bytes>', help.free);
  replay.option('--since <time>', help.since);
  replay.option('--svg <file>', help.svg);
  replay.addHelpText(
    'after',
    `\n${help.seriesFormat}\n\n${words.help.example}\n  highwater hpa replay -f hpa.yaml --series pods.csv --free 200Mi --svg replay.svg`,
  );
  replay.action(async (options) => {
    const { hpaReplay } = await import('./commands/hpa-replay.ts');
    await hpaReplay(options);
  });
}

function addHpaOptions(command: Command, words: Words, help: HpaWords['help']): void {
  applyCommon(command, words);
  addOutputOptions(command, words);
  command.requiredOption('-f, --filename <file>', help.filename);
  command.option('--name <name>', help.name);
  command.option('--pods <file>', help.pods, gather);
  command.option('--selector <labels>', help.selector);
  command.option('--report <file>', help.report);
  command.option('--tolerance <share>', help.tolerance);
  command.option('--stabilization <time>', help.stabilization);
  command.option('--cpu-initialization <time>', help.cpuInitialization);
  command.option('--readiness-delay <time>', help.readinessDelay);
  command.option('--sync <time>', help.sync);
}

/** An option that may be given several times. */
function gather(value: string, others: readonly string[] = []): string[] {
  return [...others, value];
}

function addOutputOptions(command: Command, { help }: Words): void {
  command.option('--json', help.json);
  command.addOption(new Option('--lang <language>', help.lang).choices(['en', 'zh']));
  command.addOption(new Option('--color <when>', help.color).choices(['auto', 'always', 'never']));
}

function applyCommon(command: Command, { help }: Words): void {
  const titles = new Map([
    ['Usage:', help.usage],
    ['Options:', help.options],
    ['Commands:', help.commands],
    ['Arguments:', help.arguments],
  ]);
  command.helpOption('-h, --help', help.helpOption);
  command.configureHelp({ styleTitle: (title) => titles.get(title) ?? title });
  command.exitOverride().configureOutput({ outputError: () => {} });
}

function parseCount(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('write a whole number.');
  return Number(text);
}
