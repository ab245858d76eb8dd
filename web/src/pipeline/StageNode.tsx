import type { Stage } from '../api/jobs';
import { useFormat, useText } from '../shared/text/LanguageProvider';
import type { Box } from './layout';
import { pipelineText } from './text';

const padding = 9;

/** A stage: its name, how its workers spend their time, and its rate. The bottleneck is marked and named. */
export function StageNode({ box, stage, bottleneck }: { box: Box; stage: Stage; bottleneck: boolean }) {
    const text = useText(pipelineText);
    const format = useFormat();
    const left = box.x + padding;
    const right = box.x + box.width - padding;
    const tall = box.height > 60;
    return (
        <g className={bottleneck ? 'node bottleneck' : 'node'}>
            <rect className="node-box" x={box.x + 0.5} y={box.y + 0.5} width={box.width - 1} height={box.height - 1} rx="6" />
            {bottleneck && <Flag right={right} y={box.y} label={text.bottleneck} />}
            <text className="node-name" x={left} y={box.y + 20}>
                {stage.name}
            </text>
            {stage.failed > 0 && (
                <text className="node-failed" x={right} y={box.y + 20} textAnchor="end">
                    ✕ {format.number(stage.failed)}
                </text>
            )}
            <Shares x={left} y={box.y + 28} width={right - left} stage={stage} />
            <text className="node-soft" x={left} y={box.y + 49}>
                {format.percent(stage.busy)}
            </text>
            <text className="node-soft" x={tall ? right : left + 44} y={box.y + 49} textAnchor={tall ? 'end' : 'start'}>
                ×{stage.workers}
            </text>
            <text className="node-rate" x={tall ? left : right} y={tall ? box.y + 69 : box.y + 49} textAnchor={tall ? 'start' : 'end'}>
                {text.perSecond(format.rate(stage.rate))}
            </text>
        </g>
    );
}

/** Sits on the upper edge of the bottleneck. */
function Flag({ right, y, label }: { right: number; y: number; label: string }) {
    const width = Math.max(40, Array.from(label).reduce((sum, letter) => sum + (letter > '\u2e80' ? 11.5 : 6.6), 14));
    return (
        <g className="node-flag">
            <rect x={right - width} y={y - 11} width={width} height="16" rx="8" />
            <text x={right - width / 2} y={y + 1} textAnchor="middle">
                {label}
            </text>
        </g>
    );
}

/** How the workers spent the last seconds: busy, then blocked; what is left waited for input. */
function Shares({ x, y, width, stage }: { x: number; y: number; width: number; stage: Stage }) {
    const busy = Math.min(1, stage.busy);
    const blocked = Math.min(1 - busy, stage.blocked);
    const from = (share: number) => ({ transform: `translateX(${x + width * share}px)` });
    return (
        <g>
            <rect className="share-starved" x={x} y={y} width={width} height="7" rx="2" />
            <rect className="share-busy" y={y} height="7" rx="2" style={{ ...from(0), width: width * busy }} />
            <rect className="share-blocked" y={y} height="7" rx="2" style={{ ...from(busy), width: width * blocked }} />
        </g>
    );
}
