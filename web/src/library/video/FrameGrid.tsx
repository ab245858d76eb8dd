import { useEffect, useRef, useState } from 'react';
import type { Decision, Frame } from '../../api/library';
import { useWidth } from '../../shared/hooks/useWidth';
import { StripFrame } from './StripFrame';
import { gridOf, scrollTo, windowOf } from './window';

interface Props {
    frames: readonly Frame[];
    current: Frame | undefined;
    changes: ReadonlyMap<number, Decision>;
    onSeek: (ms: number) => void;
}

/** The view is never higher than that (see the style sheet), so that what is drawn is never more. */
const viewRem = 34;

/** Frames in rows, of which only those in view are in the document. It follows the selected frame, unless the user is in it. */
export function FrameGrid({ frames, current, changes, onSeek }: Props) {
    const view = useRef<HTMLDivElement>(null);
    const [list, width] = useWidth<HTMLUListElement>();
    const [scrollTop, setScrollTop] = useState(0);
    const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
    const { columns, rowHeight, gap } = gridOf(width, rem);
    const seen = windowOf(frames.length, columns, rowHeight, scrollTop, viewRem * rem);

    useEffect(() => {
        const box = view.current;
        if (box !== null && current !== undefined && !box.matches(':hover, :focus-within')) {
            const at = frames.indexOf(current);
            box.scrollTop = at < 0 ? box.scrollTop : scrollTo(at, columns, rowHeight, box.scrollTop, box.clientHeight);
        }
    }, [frames, current, columns, rowHeight]);

    return (
        <div ref={view} className="strip-view" onScroll={(event) => setScrollTop(event.currentTarget.scrollTop)}>
            <ul
                ref={list}
                className="strip"
                aria-labelledby="frames"
                style={{ height: seen.height, paddingTop: seen.top, gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`, gridAutoRows: rowHeight - gap, rowGap: gap }}
            >
                {frames.slice(seen.first, seen.last).map((frame, index) => (
                    <StripFrame
                        key={frame.timeMs}
                        frame={frame}
                        current={frame === current}
                        change={changes.get(frame.timeMs)}
                        place={seen.first + index + 1}
                        count={frames.length}
                        onSeek={onSeek}
                    />
                ))}
            </ul>
        </div>
    );
}
