/** Where a pipeline's drawing puts things, in CSS pixels. */
export interface Box {
    x: number;
    y: number;
    width: number;
    height: number;
}

export interface Placement {
    /** The queue in front of the stage. */
    queue: Box;
    node: Box;
    /** SVG path from the stage before (or from outside) to the queue. */
    link: string;
    /** SVG path from the queue to its stage. */
    feed: string;
}

export interface Layout {
    placements: Placement[];
    width: number;
    height: number;
    /** The stages stand below each other, each as wide as there is room. */
    column: boolean;
}

const leastUnit = 128;
const tank = { width: 22, height: 46 };
const nodeHeight = 80;
/** Room above each row for the flag of the bottleneck. */
const flagHeight = 12;
const rowGap = 40;

/** Places stages and the queues between them from left to right, in as few rows as fit; in a column where there is little room. */
export function layOut(stages: number, width: number): Layout {
    const fit = Math.min(stages, Math.floor(width / leastUnit));
    return fit < 4 && fit < stages ? inColumn(stages, width) : inRows(stages, width, Math.ceil(stages / Math.ceil(stages / fit)));
}

function inRows(stages: number, width: number, perRow: number): Layout {
    const unit = Math.min(width / perRow, 220);
    const placements: Placement[] = [];
    for (let index = 0; index < stages; index++) {
        const left = (index % perRow) * unit;
        const top = flagHeight + Math.floor(index / perRow) * (nodeHeight + rowGap);
        const middle = top + nodeHeight / 2;
        const queue = { x: left + 15, y: middle - tank.height / 2, ...tank };
        const x = queue.x + queue.width + 11;
        const node = { x, y: top, width: left + unit - x, height: nodeHeight };
        const before = placements[index - 1]?.node;
        placements.push({ queue, node, link: linkInRows(before, left, queue.x, middle), feed: `M${queue.x + queue.width} ${middle}H${node.x - 2}` });
    }
    return { placements, width, height: Math.ceil(stages / perRow) * (nodeHeight + rowGap) - rowGap + flagHeight + 1, column: false };
}

/** Straight on in the same row; around the end of the row and back to the front of the next otherwise. */
function linkInRows(before: Box | undefined, left: number, to: number, middle: number): string {
    if (before === undefined) {
        return `M${left} ${middle}H${to - 2}`;
    }
    const from = before.x + before.width;
    const fromMiddle = before.y + before.height / 2;
    if (fromMiddle === middle) {
        return `M${from} ${middle}H${to - 2}`;
    }
    const between = before.y + before.height + rowGap / 2;
    return `M${from - 16} ${before.y + before.height}V${between}H${left + 6}V${middle}H${to - 2}`;
}

/** Queues lie across here, each above its stage. */
function inColumn(stages: number, width: number): Layout {
    const step = 104;
    const middle = 28;
    const placements: Placement[] = [];
    for (let index = 0; index < stages; index++) {
        const top = index * step;
        const queue = { x: 1, y: top, width: Math.min(180, width * 0.55), height: 12 };
        const node = { x: 0, y: top + 30, width, height: 56 };
        const link = index === 0 ? '' : `M${middle} ${top - 18}V${top - 2}`;
        placements.push({ queue, node, link, feed: `M${middle} ${top + queue.height}V${node.y - 2}` });
    }
    return { placements, width, height: stages * step - 18 + 1, column: true };
}
