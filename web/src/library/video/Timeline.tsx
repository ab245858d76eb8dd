import { useMemo, useState, type KeyboardEvent, type PointerEvent } from 'react';
import type { Decision, Frame } from '../../api/library';
import { useWidth } from '../../shared/hooks/useWidth';
import { common } from '../../shared/text/common';
import { useFormat, useText } from '../../shared/text/LanguageProvider';
import { Mark } from '../Mark';
import { ruleColor, ruleOf } from '../rules';
import { nearestFrame, stepFrame } from './frames';
import { changePaths, laneHeight, lanesOf, xOf } from './lanes';
import { TimelineHint } from './TimelineHint';
import { videoText } from './text';

interface Props {
    durationMs: number;
    frames: readonly Frame[];
    /** The one at that moment. */
    current: Frame | undefined;
    ms: number;
    /** What would change, by time. */
    changes: ReadonlyMap<number, Decision>;
    onSeek: (ms: number) => void;
}

const steps: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowDown: -1, ArrowUp: 1, PageDown: -10, PageUp: 10, Home: -Infinity, End: Infinity };

/** All sampled frames along the video: a lane for each decision. To assistive technology it is a slider from frame to frame. */
export function Timeline({ durationMs, frames, current, ms, changes, onSeek }: Props) {
    const text = useText(videoText);
    const words = useText(common);
    const format = useFormat();
    const [host, width] = useWidth<HTMLDivElement>();
    const [hover, setHover] = useState<Frame | undefined>();
    const lanes = useMemo(() => lanesOf(frames, durationMs, width), [frames, durationMs, width]);
    const arrows = useMemo(() => changePaths(changes, durationMs, width), [changes, durationMs, width]);
    const offset = changes.size > 0 ? 1 : 0;
    const height = (lanes.length + offset) * laneHeight;

    const under = (event: PointerEvent): Frame | undefined => {
        const box = event.currentTarget.getBoundingClientRect();
        return nearestFrame(frames, ((event.clientX - box.left) / box.width) * durationMs);
    };
    const point = (event: PointerEvent): void => {
        const frame = under(event);
        if (frame) {
            onSeek(frame.timeMs);
        }
    };
    const press = (event: KeyboardEvent): void => {
        const step = steps[event.key];
        const frame = step === undefined ? undefined : stepFrame(frames, ms, step);
        if (frame) {
            event.preventDefault();
            onSeek(frame.timeMs);
        }
    };
    const decision = current ? (words.rule[ruleOf(current)] ?? ruleOf(current)) : '';

    return (
        <section className="timeline" aria-label={text.timeline}>
            <ul className="timeline-names">
                {changes.size > 0 && (
                    <li>
                        <span>{text.changes}</span> <b>{format.number(changes.size)}</b>
                    </li>
                )}
                {lanes.map((lane) => (
                    <li key={lane.rule} title={words.rule[lane.rule]}>
                        <Mark rule={lane.rule} />
                        <span>{words.rule[lane.rule] ?? lane.rule}</span> <b>{format.number(lane.count)}</b>
                    </li>
                ))}
            </ul>
            <div
                ref={host}
                className="timeline-lanes"
                role="slider"
                tabIndex={0}
                aria-label={text.timeline}
                aria-valuemin={0}
                aria-valuemax={Math.round(durationMs / 1000)}
                aria-valuenow={Math.round(ms / 1000)}
                aria-valuetext={text.at(format.clock(current?.timeMs ?? ms), decision)}
                onKeyDown={press}
                onPointerDown={(event) => {
                    event.currentTarget.setPointerCapture(event.pointerId);
                    point(event);
                }}
                onPointerMove={(event) => {
                    setHover(under(event));
                    if (event.buttons === 1) {
                        point(event);
                    }
                }}
                onPointerLeave={() => setHover(undefined)}
            >
                <svg width={width} height={height} aria-hidden="true">
                    {lanes.map((lane, index) => (
                        <g key={lane.rule} transform={`translate(0 ${(index + offset) * laneHeight})`}>
                            <rect className={index % 2 === 0 ? 'lane' : 'lane odd'} width={width} height={laneHeight} />
                            <path d={lane.path} fillRule="evenodd" style={{ fill: ruleColor(lane.rule) }} />
                        </g>
                    ))}
                    <path d={arrows.up} className="change-up" />
                    <path d={arrows.down} className="change-down" />
                    {hover && <line className="hover-line" x1={xOf(hover.timeMs, durationMs, width)} x2={xOf(hover.timeMs, durationMs, width)} y2={height} />}
                    <line className="playhead" x1={xOf(ms, durationMs, width)} x2={xOf(ms, durationMs, width)} y2={height} />
                </svg>
                {hover && <TimelineHint frame={hover} change={changes.get(hover.timeMs)} share={durationMs > 0 ? hover.timeMs / durationMs : 0} />}
            </div>
            <p className="timeline-foot soft small">
                <span>{format.clock(0)}</span>
                <span className="timeline-hint">{text.timelineHint}</span>
                <span>{format.clock(Math.round(durationMs / 100) * 100)}</span>
            </p>
        </section>
    );
}
