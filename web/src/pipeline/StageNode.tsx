import type { Stage } from '../api/jobs';
import { useFormat, useText } from '../shared/text/LanguageProvider';
import type { Box } from './layout';
import { pipelineText } from './text';

const padding = 9;

/** A stage: its name and workers, how they spend their time, and its rate. The bottleneck is marked and named. */
export function StageNode({ box, stage, bottleneck }: { box: Box; stage: Stage; bottleneck: boolean }) {
    const text = useText(pipelineText);
    const format = useFormat();
    const left = box.x + padding;
    const right = box.x + box.width - padding;
    const bottom = box.y + box.height - padding;
    const tall = box.height > 60;
    return (
        <g className={bottleneck ? 'node bottleneck' : 'node'}>
            <rect className="node-box" x={box.x + 0.5} y={box.y + 0.5} width={box.width - 1} height={box.height - 1} rx="6" />
            <text className="node-name" x={left} y={box.y + 19}>
                {stage.name}
            </text>
            <text className="node-soft" x={right} y={box.y + 19} textAnchor="end">
                ×{stage.workers}
            </text>
            <Shares x={left} y={box.y + 27} width={right - left} stage={stage} />
            <text className={bottleneck ? 'node-flag' : 'node-soft'} x={left} y={tall ? box.y + 49 : bottom}>
                {bottleneck ? `${text.bottleneck} ` : ''}
                {format.percent(stage.busy)}
            </text>
            <text className="node-rate" x={tall ? left : right} y={bottom} textAnchor={tall ? 'start' : 'end'}>
                {text.perSecond(format.rate(stage.rate))}
            </text>
            {stage.failed > 0 && (
                <text className="node-failed" x={right} y={tall ? bottom : box.y + 19} dx={tall ? 0 : -26} textAnchor="end">
                    ✕ {format.number(stage.failed)}
                </text>
            )}
        </g>
    );
}

/** How the workers spent the last seconds: busy, then blocked; what is left waited for input. */
function Shares({ x, y, width, stage }: { x: number; y: number; width: number; stage: Stage }) {
    const busy = width * Math.min(1, stage.busy);
    const blocked = Math.min(width - busy, width * stage.blocked);
    return (
        <g>
            <rect className="share-starved" x={x} y={y} width={width} height="7" rx="2" />
            <rect className="share-busy" x={x} y={y} height="7" rx="2" style={{ width: busy }} />
            <rect className="share-blocked" x={x} y={y} height="7" rx="2" style={{ width: blocked, transform: `translateX(${busy}px)` }} />
        </g>
    );
}
