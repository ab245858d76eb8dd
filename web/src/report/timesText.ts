import { both } from '../shared/text/language';

export const timesText = both(
    {
        busy: (share: string) => `${share} busy`,
        stageLabel: (stage: string, busy: string, blocked: string, starved: string) => `${stage} over time: busy ${busy}, blocked ${blocked}, starved ${starved} on average`,
        queueLabel: (stage: string, most: string) => `Queue of ${stage}: at most ${most} full`,
        ended: 'items ended',
        endedOf: (count: string) => count,
        endedLabel: (count: string, duration: string) => `Items ended over time, done or failed: ${count} after ${duration}`,
    },
    {
        busy: (share: string) => `忙碌 ${share}`,
        stageLabel: (stage: string, busy: string, blocked: string, starved: string) => `${stage} 随时间变化：平均忙碌 ${busy}，受阻 ${blocked}，空闲 ${starved}`,
        queueLabel: (stage: string, most: string) => `${stage} 的队列：最多占用 ${most}`,
        ended: '已结束的条目',
        endedOf: (count: string) => `${count} 个`,
        endedLabel: (count: string, duration: string) => `随时间结束的条目（完成或失败）：${duration}后共 ${count} 个`,
    },
);
