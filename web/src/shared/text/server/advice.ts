import { chineseOf } from './sentences';

const idle = /^Even '(.+)' is busy (\d+) % of the time: the run waits for its input, or was too short to tell\.$/;
const busy = /^'(.+)' is busy (\d+) % of the time: (.+?)(?:; or (.+))?\.$/;
const moreWorkers = /^give it more workers \((workers\..+=\d+), now (\d+)\)$/;
const enoughWorkers = /^it already has (\d+) workers on (\d+) cores, so more of them help only if it waits for something other than the processor$/;

/** What would help against a bottleneck, in Chinese; as the server says it, where it says it otherwise than known here. */
export function chineseAdvice(advice: string): string {
    const waits = idle.exec(advice);
    if (waits) {
        return `“${waits[1]}” 也只有 ${waits[2]}% 的时间在忙：运行在等待输入，或时间太短难以判断。`;
    }
    const [, stage, share, more, hint] = busy.exec(advice) ?? [];
    const help = more === undefined ? null : chineseHelp(more);
    return help === null ? advice : `“${stage}” 有 ${share}% 的时间在忙：${help}${hint === undefined ? '' : `；或者${chineseOf(hint)}`}。`;
}

function chineseHelp(help: string): string | null {
    const more = moreWorkers.exec(help);
    if (more) {
        return `可增加工作者（${more[1]}，目前 ${more[2]} 个）`;
    }
    const enough = enoughWorkers.exec(help);
    return enough && `它在 ${enough[2]} 个核心上已有 ${enough[1]} 个工作者，只有在等待处理器以外的资源时，再增加才有用`;
}
