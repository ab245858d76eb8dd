import { useMemo } from 'react';
import type { Frame } from '../../api/library';
import { useFormat, useText } from '../../shared/text/LanguageProvider';
import { classesOf } from './classes';
import { videoText } from './text';

interface Props {
    frames: readonly Frame[];
    current: Frame | undefined;
    /** Classes that are not drawn. */
    hidden: ReadonlySet<string>;
    colors: ReadonlyMap<string, string>;
    onChange: (hidden: ReadonlySet<string>) => void;
}

/** Which classes are drawn over the image, and what the selected frame has. */
export function ClassToggles({ frames, current, hidden, colors, onChange }: Props) {
    const text = useText(videoText);
    const format = useFormat();
    const classes = useMemo(() => classesOf(frames), [frames]);
    if (classes.length === 0) {
        return null;
    }
    const here = classesOf(current ? [current] : []);
    const toggle = (name: string): void => {
        const next = new Set(hidden);
        if (!next.delete(name)) {
            next.add(name);
        }
        onChange(next);
    };
    return (
        <section className="card class-panel" aria-labelledby="detections">
            <header className="card-head">
                <h2 id="detections">{text.detections}</h2>
            </header>
            <div className="card-body detections">
                <div className="chips" role="group" aria-labelledby="detections">
                    {classes.map(({ name, count }) => (
                        <button key={name} type="button" className="chip" aria-pressed={!hidden.has(name)} onClick={() => toggle(name)}>
                            <i className="swatch" style={{ background: colors.get(name) }} />
                            {name} {format.number(count)}
                        </button>
                    ))}
                </div>
                <p className="soft small">{here.length === 0 ? text.noDetections : here.map(({ name, count }) => `${name} ×${count}`).join(', ')}</p>
            </div>
        </section>
    );
}
