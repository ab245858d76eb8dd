import type { Frame } from '../../api/library';
import { useFormat } from '../../shared/text/LanguageProvider';

/** What was detected, as boxes over the image. The drawing has the frame's size, and fits the image as the video does. */
export function Boxes({ frame, hidden, colors }: { frame: Frame; hidden: ReadonlySet<string>; colors: ReadonlyMap<string, string> }) {
    const format = useFormat();
    const boxes = frame.detections?.filter((one) => !hidden.has(one.class)) ?? [];
    if (boxes.length === 0) {
        return null;
    }
    const unit = Math.max(frame.width, frame.height) / 100;
    return (
        <svg className="boxes" viewBox={`0 0 ${frame.width} ${frame.height}`} preserveAspectRatio="xMidYMid meet" aria-hidden="true">
            {boxes.map((box, index) => {
                const label = `${box.class} ${format.percent(box.score)}`;
                const top = Math.max(box.y, unit * 2.6);
                return (
                    <g key={index} style={{ color: colors.get(box.class) }}>
                        <rect className="box" x={box.x} y={box.y} width={box.width} height={box.height} strokeWidth={unit * 0.28} />
                        <rect className="box-tag" x={box.x} y={top - unit * 2.6} width={label.length * unit * 1.28 + unit} height={unit * 2.6} />
                        <text x={box.x + unit * 0.5} y={top - unit * 0.7} fontSize={unit * 1.9}>
                            {label}
                        </text>
                    </g>
                );
            })}
        </svg>
    );
}
