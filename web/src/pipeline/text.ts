import { both } from '../shared/text/language';

export const pipelineText = both(
    {
        bottleneck: 'Bottleneck',
        busy: 'busy',
        blocked: 'blocked: waits for room in the next queue',
        starved: 'starved: waits for input',
        queueFill: 'queue fill',
        legend: 'Legend',
        perSecond: (rate: string) => `${rate}/s`,
        stage: (name: string, workers: number, busy: string, blocked: string, starved: string, queued: number, bound: number, rate: string) =>
            `${name}: ${workers} workers, ${busy} busy, ${blocked} blocked, ${starved} starved; queue ${queued} of ${bound}; ${rate} a second`,
        graph: (job: string) => `Pipeline of ${job}`,
    },
    {
        bottleneck: '瓶颈',
        busy: '忙碌',
        blocked: '受阻：等待下一队列的空位',
        starved: '空闲：等待输入',
        queueFill: '队列占用',
        legend: '颜色含义',
        perSecond: (rate: string) => `${rate}/秒`,
        stage: (name: string, workers: number, busy: string, blocked: string, starved: string, queued: number, bound: number, rate: string) =>
            `${name}：${workers} 个工作者，忙碌 ${busy}，受阻 ${blocked}，空闲 ${starved}；队列 ${queued}/${bound}；每秒 ${rate}`,
        graph: (job: string) => `${job} 的流水线`,
    },
);
