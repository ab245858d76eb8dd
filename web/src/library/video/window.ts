/** Which cells of a grid are drawn, because they are in view or nearly so. */
export interface GridWindow {
    /** Cells from the first to before the last. */
    first: number;
    last: number;
    /** Where the first one's row begins, and the height of all rows, in pixels. */
    top: number;
    height: number;
}

/** How cells stand in a grid of that width; lengths are in pixels. */
export interface Grid {
    columns: number;
    /** From one row to the next, the gap included. */
    rowHeight: number;
    gap: number;
}

const [narrowestRem, lineRem, gapRem, sideGapRem, fewest] = [6.75, 1.2, 0.5, 0.375, 3];

/** As many columns as fit, three at least; a cell is an image of 16:9 and a line of text. */
export function gridOf(width: number, rem: number): Grid {
    const columns = Math.max(fewest, Math.floor((width + sideGapRem * rem) / ((narrowestRem + sideGapRem) * rem)));
    const cell = Math.max(0, width - (columns - 1) * sideGapRem * rem) / columns;
    return { columns, rowHeight: (cell * 9) / 16 + (lineRem + gapRem) * rem, gap: gapRem * rem };
}

/** Rows that are drawn beyond both edges of the view. */
const beyond = 3;

/**
 * The part of a grid that is in view.
 * @param count How many cells there are in all.
 * @param rowHeight The distance from one row to the next, in pixels.
 */
export function windowOf(count: number, columns: number, rowHeight: number, scrollTop: number, viewHeight: number): GridWindow {
    const rows = Math.ceil(count / columns);
    const from = Math.max(0, Math.min(rows - 1, Math.floor(scrollTop / rowHeight)) - beyond);
    const to = Math.min(rows, Math.ceil((scrollTop + viewHeight) / rowHeight) + beyond);
    return { first: from * columns, last: Math.min(count, to * columns), top: from * rowHeight, height: rows * rowHeight };
}

/** How far to scroll so that a cell's row is in view; where it is already, nothing moves. */
export function scrollTo(index: number, columns: number, rowHeight: number, scrollTop: number, viewHeight: number): number {
    const top = Math.floor(index / columns) * rowHeight;
    return top >= scrollTop && top + rowHeight <= scrollTop + viewHeight ? scrollTop : Math.max(0, top - (viewHeight - rowHeight) / 2);
}
