import type { Stage } from '../api/jobs';
import type { Box } from './layout';

/** A queue as a tank that fills from below, or from the left where it lies; full means that the stage before has to wait. Of a run that has ended there is only the most that ever waited. */
export function QueueTank({ box, stage }: { box: Box; stage: Stage }) {
    const share = stage.queueBound > 0 ? Math.min(1, stage.queued / stage.queueBound) : 0;
    const lies = box.width > box.height;
    const fill = lies
        ? { transform: `scaleX(${share})`, transformOrigin: `${box.x + 2}px 0` }
        : { transform: `scaleY(${share})`, transformOrigin: `0 ${box.y + box.height - 2}px` };
    const label = lies
        ? ({ x: box.x + box.width + 8, y: box.y + box.height - 1.5, textAnchor: 'start' } as const)
        : ({ x: box.x + box.width / 2, y: box.y + box.height + 13, textAnchor: 'middle' } as const);
    return (
        <g className={share >= 1 ? 'tank full' : 'tank'}>
            <rect className="tank-wall" x={box.x + 0.5} y={box.y + 0.5} width={box.width - 1} height={box.height - 1} rx="4" />
            <rect className="tank-fill" x={box.x + 2} y={box.y + 2} width={box.width - 4} height={box.height - 4} rx="2.5" style={fill} />
            <text className="tank-count" {...label}>
                {stage.queueBound > 0 ? `${stage.queued}/${stage.queueBound}` : `≤ ${stage.queued}`}
            </text>
        </g>
    );
}
