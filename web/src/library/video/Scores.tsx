import type { Frame, Limits } from '../../api/library';
import { useFormat, useText } from '../../shared/text/LanguageProvider';
import { videoText } from './text';

/** A frame's scores held against the limits on the sliders. */
export function Scores({ frame, limits }: { frame: Frame; limits: Limits }) {
    const text = useText(videoText);
    const format = useFormat();
    const least = (value: number, limit: number, digits: number) => ({ value, digits, limit: text.atLeast(format.number(limit, 3)), fails: value < limit });
    const most = (value: number, limit: number, digits: number) => ({ value, digits, limit: text.atMost(format.number(limit, 3)), fails: value > limit });
    const free = (value: number | null, digits: number) => ({ value, digits, limit: '', fails: false });
    const rows = [
        { name: text.scores.sharpness, ...least(frame.sharpness, limits.minSharpness, frame.sharpness < 100 ? 1 : 0) },
        { name: text.scores.dark, ...least(frame.dark, limits.darkBelow, 2) },
        { name: text.scores.bright, ...most(frame.bright, limits.brightAbove, 2) },
        { name: text.scores.contrast, ...least(frame.contrast, limits.minContrast, 3) },
        { name: text.scores.information, ...least(frame.information, limits.minInformation, 2) },
        { name: text.scores.mean, ...free(frame.mean, 2) },
        { name: text.scores.motion, ...free(frame.motion, 3) },
    ];
    return (
        <dl className="scores">
            {rows.map((row) => (
                <div key={row.name} className={row.fails ? 'fails' : undefined}>
                    <dt>{row.name}</dt>
                    <dd>
                        {row.value === null ? '–' : format.number(row.value, row.digits)}
                        {row.limit !== '' && <span className="soft"> {row.limit}</span>}
                        {row.fails && <span className="unseen">, {text.fails}</span>}
                    </dd>
                </div>
            ))}
            {Object.entries(frame.values ?? {}).map(([name, value]) => (
                <div key={name}>
                    <dt>{name}</dt>
                    <dd>{typeof value === 'number' ? format.number(value, 3) : value}</dd>
                </div>
            ))}
        </dl>
    );
}
