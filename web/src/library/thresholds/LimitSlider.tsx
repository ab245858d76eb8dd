import { useEffect, useId, useState } from 'react';
import type { Frame } from '../../api/library';
import { useFormat, useText } from '../../shared/text/LanguageProvider';
import { Histogram } from './Histogram';
import { shareOf, valueAt, type LimitRange } from './limits';
import { thresholdText } from './text';

interface Props {
    range: LimitRange;
    value: number;
    /** What it is in the library. */
    current: number;
    frames: readonly Frame[];
    disabled: boolean;
    onChange: (value: number) => void;
}

const places = 500;

/** A limit as a slider to try and as a number to be exact, under the scores that it is held against. */
export function LimitSlider({ range, value, current, frames, disabled, onChange }: Props) {
    const text = useText(thresholdText);
    const format = useFormat();
    const id = useId();
    const name = text.names[range.name];
    const plain = !range.logarithmic;
    return (
        <div className={value === current ? 'limit' : 'limit changed'}>
            <div className="limit-head">
                <label htmlFor={id}>{name}</label>
                {value !== current && <span className="soft small">{text.now(format.number(current, 3))}</span>}
                <ExactField range={range} name={name} value={value} disabled={disabled} onChange={onChange} />
            </div>
            {range.score && <Histogram range={range} score={range.score} frames={frames} value={value} />}
            <input
                id={id}
                type="range"
                min={plain ? range.min : 0}
                max={plain ? range.max : places}
                step={plain ? range.step : 1}
                value={plain ? value : Math.round(shareOf(range, value) * places)}
                disabled={disabled}
                aria-valuetext={format.number(value, 3)}
                onChange={(event) => onChange(plain ? Number(event.target.value) : valueAt(range, Number(event.target.value) / places))}
            />
        </div>
    );
}

/** What is typed counts when it is a number of the range; until then it stays as typed. */
function ExactField({ range, name, value, disabled, onChange }: Pick<Props, 'range' | 'value' | 'disabled' | 'onChange'> & { name: string }) {
    const [typed, setTyped] = useState(String(value));
    useEffect(() => setTyped(String(value)), [value]);
    const take = (next: string): void => {
        setTyped(next);
        const number = Number(next);
        if (next.trim() !== '' && number >= range.min && (range.logarithmic || number <= range.max)) {
            onChange(number);
        }
    };
    return (
        <input
            type="number"
            className="input limit-exact"
            aria-label={name}
            min={range.min}
            {...(!range.logarithmic && { max: range.max })}
            step={range.name === 'maxDistance' ? 1 : 'any'}
            disabled={disabled}
            value={typed}
            onChange={(event) => take(event.target.value)}
            onBlur={() => setTyped(String(value))}
        />
    );
}
