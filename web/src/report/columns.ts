import type { Timeline, TimelinePoint } from './data';

/** How many columns a chart over time has. */
export const columnCount = 240;

/** The means of one value in columns of equal width; a point holds its value for the time since the point before. */
export function columnsOf({ points }: Timeline, value: (point: TimelinePoint) => number): number[] {
    const seconds = points.at(-1)?.seconds ?? 0;
    const columns = new Array<number>(columnCount).fill(0);
    let from = 0;
    for (const point of points) {
        const to = Math.min(columnCount, Math.max(from, (point.seconds / seconds) * columnCount));
        for (let column = Math.floor(from); column < to; column++) {
            columns[column] = (columns[column] ?? 0) + value(point) * (Math.min(to, column + 1) - Math.max(from, column));
        }
        from = to;
    }
    return columns;
}

export const mean = (columns: readonly number[]): number => columns.reduce((sum, value) => sum + value, 0) / Math.max(1, columns.length);

/** Shares on top of others. */
export const stacked = (lower: readonly number[], upper: readonly number[]): number[] => lower.map((value, index) => value + (upper[index] ?? 0));

/** The outline of steps over columns one unit wide, 100 high for a share of 1. */
export function areaPath(shares: readonly number[]): string {
    const path = ['M0 100'];
    let level = 100;
    shares.forEach((share, column) => {
        const next = 100 - Math.round(Math.max(0, Math.min(1, share)) * 100);
        if (next !== level) {
            path.push(`H${column}V${next}`);
            level = next;
        }
    });
    return `${path.join('')}H${shares.length}V100z`;
}
