import type { Words } from './words.ts';

const severityNames = { high: '高', medium: '中', low: '低', info: '提示' } as const;

export const chinese: Words = {
  columns: {
    type: '类型',
    holder: '持有者',
    lenSlots: '条目/槽位',
    fill: '填充',
    bytes: '字节',
    back: '可收回',
    maps: 'map 数',
    len: '条目',
    pid: 'PID',
    name: '名称',
    go: 'GO',
    rss: 'RSS',
    container: '容器',
    readable: '可读',
  },
  topMaps: '最大的 map（“可收回”：重建后归还的字节）',
  moreMaps: (count, bytes) => `……另有 ${count} 个 map，共 ${bytes}；--json 会全部列出`,
  noMaps: '没有找到 map。',
  boxesNote: '“字节”包含超过 128 字节、存放在 map 之外的键和值。',
  byType: '按类型',
  byHolder: '按持有者',
  byPackage: '按包',
  partial: '部分结果：查看在看完所有对象之前被中断。',
  stopping: (pid, time, copied) => `将暂停进程 ${pid} 约 ${time}（需复制 ${copied}）`,
  live: {
    byType: '存活对象（按类型）',
    byHolder: '存活对象（按持有者）',
    byPackage: '存活对象（按包）',
    objects: '对象数',
    retained: '支配字节',
    partial: '所允许的内存不足以计算各持有者的支配字节。',
    sentence: (objects, bytes, garbage) =>
      `共有 ${objects} 个存活对象，占 ${bytes}；另有 ${garbage} 是垃圾。“支配字节”是持有者消失后会一并释放的部分。`,
    omitted: (objects, time, bytes) =>
      `没有逐个查看对象：${objects} 个槽位在此大约需要 ${time} 和 ${bytes} 内存。使用 --graph 可以查看：存活与垃圾、类型、持有者及其支配字节。`,
    estimate: (objects, time, bytes) =>
      `查看 ${objects} 个槽位：大约需要 ${time} 和 ${bytes} 内存；按 Ctrl-C 则显示已知部分`,
  },
  moreRows: (count) => `……另有 ${count} 项`,
  ledger: '账目',
  coreMemory: '使用中的堆',
  dumpMemory: 'Go 持有的内存',
  unexplained: '未作解释',
  outside: '（不计入总数）',
  within: '（已含在合计中）',
  findings: '诊断',
  moreFindings: (count) => `……另有 ${count} 条诊断，见 --json`,
  back: '可收回',
  remedy: '处理办法',
  severityRule: '严重程度',
  diagnostics: '说明',
  severity: (severity) => severityNames[severity],
  cost: (read, total, wall, stopped) =>
    `读取了 ${total} 中的 ${read}，耗时 ${wall}；${stopped === undefined ? '进程未被暂停' : `进程暂停了 ${stopped}`}。`,
  coreCost: (read, wall) => `从 core 中读取了 ${read}，耗时 ${wall}。`,
  dumpCost: (read, wall) => `从堆转储中读取了 ${read}，耗时 ${wall}。`,
  evidenceMemory: '取自系统的内存',
  noFindings: '这份证据没有显示任何问题。',
  evidenceCost: (read, wall, source) => `从 ${source} 中读取了 ${read}，耗时 ${wall}。`,
  dead: '（已死：下次清扫时释放）',
  unknown: '?',
  unknownHolder: '（未知）',
  comma: '，',
  noProcesses: '这里没有正在运行的 Go 进程（或没有您有权查看的）。',
  yes: '是',
  no: '否',
  lab: {
    verdict: (verdict) => `结论：${verdict}`,
    check: (label, claimed) => `${label}：${claimed}`,
    summary: (isTrue, only, isFalse, unmeasured) =>
      `${isTrue} 条属实，${only} 条仅在部分版本上属实，${isFalse} 条不属实，${unmeasured} 条未测量。`,
    skipped: (count) => `略过了 ${count} 个 Go 版本线：`,
  },
  help: {
    usage: '用法：',
    options: '选项：',
    commands: '命令：',
    arguments: '参数：',
    example: '示例：',
    program: '指出是什么占着 Go 服务高水位时的内存，以及如何收回。',
    inspect: 'Go 进程的每个字节在哪里、被什么占着、能收回多少',
    target:
      '进程号、进程名、:端口、core 文件、堆转储（debug.WriteHeapDump）、record 写出的记录、pprof 剖析、execution trace、日志（- 为标准输入）、保存下来的 MemStats，URL 或 host:port；给出同一程序的两个或更多目标时，比较其间的变化',
    ps: '本机的 Go 进程',
    explain: '某条诊断的含义和处理办法；不带 id 则列出全部',
    id: '诊断的 id，例如 map-retained',
    predict: '一个 Go 类型要占多少内存：创建、填满、删除、重建，各个 Go 版本',
    goType: "按 Go 的写法：'map[string]int'、'[]byte'，或 --from 文件中的名字",
    entries: '条目或元素个数，例如 1000000 或 1M（默认 1M）',
    hint: '传给 make 的大小（默认没有）',
    delete: '之后删除多少个条目，或 all',
    goVersion: 'Go 版本，例如 1.23 或 1.24-noswissmap（默认：已知的最新版本）',
    from: '声明这些类型的 Go 文件',
    compare: '并排比较若干版本：1.23,1.26；不写列表则比较全部版本',
    workload: '重放一个操作文件，或一份随时间变化的条目数，画出字节数的变化',
    evict: '哪些条目先离开：oldest、newest 或 random（默认 oldest）',
    svg: '把 --workload 的图也写入文件',
    workloadExample: `  highwater predict 'map[string]int' --workload day.txt --svg day.svg

工作负载是一个操作文件，每行一个操作：
  insert 1M over 10m     # 新键；over 和时长可以省略
  delete 900k oldest     # 或 newest、random；delete all
  repeat 24 {
    replace 50k          # 删一个、插一个新的，重复这么多次
    wait 1h              # 还有 update N、iterate、clear、rebuild、gc
  }
或随时间变化的条目数，已知时可加上替换的条目数：
  time,count,churn
  2026-01-31T10:00:00Z,1000000,0
  2026-01-31T11:00:00Z,10000,5000`,
    html: '写出一个在浏览器里模拟该 map 类型的页面（- 表示标准输出；默认 highwater-explorer.html）',
    demo: '启动一个真实泄漏的 Go 服务，查看它，然后结束它（需要 go）',
    lab: '在本机检验文章关于 Go 内存的说法（需要 go）',
    claims: '条目的编号，见 --list（默认全部，需数分钟）',
    goLines: 'Go 版本线，如 1.23,1.24+noswissmap；all；none（默认为本机的 Go）',
    results: '把测量结果保存在此文件中，其中已有的不再测量',
    list: '列出所有条目，不测量',
    json: '输出 JSON',
    lang: '文字语言：en 或 zh（默认取自 LC_ALL、LC_MESSAGES、LANG）',
    color: '颜色：auto、always 或 never',
    pprof: '把各持有者占用多少写成 profile，供 go tool pprof 或 speedscope 打开（- 表示标准输出）',
    reportHtml:
      '把报告写成可点击查看的页面（- 表示标准输出；默认 highwater-report.html，profile、日志、trace 则为 highwater-evidence.html）',
    top: '列出多少个 map（默认 20；--json 时为全部，--html 列出 1000 个）',
    map: '查看单个 map：报告中的持有者，或其地址',
    why: '说明是谁持有某个对象（0x 地址，对象内任意位置均可）或某一类型的对象（类型名以表中所示为准）',
    freeze: '暂停进程以得到同一时刻的画面；复制完堆即恢复',
    noHolders: '不追踪每个 map 的持有者（更快）',
    graph: '无论多少，逐个查看对象：类型、持有者、垃圾、支配字节',
    noGraph: '不逐个查看对象（活动进程的大堆默认如此）',
    maxMemory: '最多使用这么多内存，例如 256M',
    redact: '遮盖来自目标内存的键和字符串',
    deep: 'URL：同时读取对进程负担较大的内容',
    gcTest: 'URL：执行两次 GC，区分空闲页、垃圾与存活对象',
    header: 'URL：每个请求附带的头，或 @文件（每行一个），可重复',
    lineType: 'URL：某一行所填充的 map 的类型，例如 cache.go:40=map[string]int；据此给出槽位数，可重复',
    exe: '可执行文件（当目标本身无法指明时）',
    failOn: '有不低于 low、medium 或 high 的诊断时以 1 退出',
    helpOption: '显示帮助',
    version: '显示版本',
    helpCommand: '显示某个命令的帮助',
  },
  detail: {
    holders: '持有者',
    size: (len, slots, bytes, rebuilt) => `${slots} 个槽位中有 ${len} 个条目；占 ${bytes}，重建后 ${rebuilt}`,
    layout: (keyBytes, elemBytes, unitBytes, keyBoxed, elemBoxed) =>
      `键 ${keyBytes} B${keyBoxed ? '（另行存放）' : ''}，值 ${elemBytes} B${elemBoxed ? '（另行存放）' : ''}，每个 bucket 或 group（8 个槽位）${unitBytes} B`,
    storage: (tombstones, overflowBuckets, growing, fullGroups) =>
      [
        `${tombstones} 个墓碑`,
        `${overflowBuckets} 个溢出 bucket`,
        growing ? '扩容尚未完成：旧数组仍被占用' : '没有进行中的扩容',
        fullGroups > 0 ? `${fullGroups} 个 group 没有空槽位，查找必须越过它们` : '',
      ]
        .filter((part) => part !== '')
        .join('；'),
    fillHistogram: '按条目数（满为 8）统计的 bucket 或 group',
    chains: '按长度（bucket 数）统计的链',
    probes: '按查找时要看的 group 数统计的条目',
    randomKeys: (count) => `${count} 个条目的键含有 NaN，任何查找都找不到`,
    changedKeys: (count) => `${count} 个条目在读取期间发生了变化`,
    uncheckedKeys: (count) => `为节省时间，另有 ${count} 个条目未查看`,
    probesUnknown: '无法得知查找要走多远',
    probeObstacles: {
      'map-changing': 'map 在读取期间发生了变化',
      'key-type-unknown': '不知道这种类型的键如何计算哈希',
      'process-hash-unknown': '可执行文件没有符号表，仅凭这个 map 也找不到它计算哈希所用的随机数',
      'keys-unreadable': '键指向的内存无法读取',
      'hashes-disagree': '按键的哈希找不到它们的条目；map 可能在读取期间发生了变化',
      'hashes-random': '每个键都含有 NaN，任何查找都找不到',
    },
    parts: ['数组或 table', '条目/槽位', '填充'],
    sample: '条目示例',
    none: '没有能读到的条目',
  },
};
