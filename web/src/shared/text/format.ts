import type { Language } from './language';

const sizes = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** Writes numbers, times and sizes as the language does. */
export interface Format {
    language: Language;
    /** At most so many digits after the point; 0 when left out. */
    number: (value: number, digits?: number) => string;
    /** @param share 0 to 1. */
    percent: (share: number) => string;
    /** A rate: more digits the smaller it is. */
    rate: (value: number) => string;
    bytes: (value: number) => string;
    /** Such as 1h 20m or 12s. */
    duration: (seconds: number) => string;
    /** A moment of a video, such as 1:05.2. */
    clock: (ms: number) => string;
    dateTime: (ms: number) => string;
    /** Such as 5 min. ago. */
    ago: (ms: number, nowMs: number) => string;
}

export function createFormat(locale: string, language: Language): Format {
    const number = (value: number, digits = 0): string => new Intl.NumberFormat(locale, { maximumFractionDigits: digits }).format(value);
    const unit = (value: number, name: string, digits = 0): string =>
        new Intl.NumberFormat(locale, { style: 'unit', unit: name, unitDisplay: 'narrow', maximumFractionDigits: digits }).format(value);
    const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
    const dateTime = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'medium' });
    const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'short' });

    return {
        language,
        number,
        percent: (share) => percent.format(share),
        rate: (value) => number(value, value >= 100 ? 0 : value >= 10 ? 1 : 2),
        bytes: (value) => {
            const step = value < 1 ? 0 : Math.min(sizes.length - 1, Math.floor(Math.log10(value) / 3));
            return new Intl.NumberFormat(locale, {
                style: 'unit',
                unit: sizes[step] ?? 'byte',
                unitDisplay: 'short',
                maximumFractionDigits: step < 2 ? 0 : 1,
            }).format(value / 1000 ** step);
        },
        duration: (seconds) => durationParts(seconds).map(([value, name, digits]) => unit(value, name, digits)).join(' '),
        clock,
        dateTime: (ms) => dateTime.format(ms),
        ago: (ms, nowMs) => {
            const [value, name] = relativeParts((ms - nowMs) / 1000);
            return relative.format(value, name);
        },
    };
}

/** The two largest units of a duration; tenths below ten seconds. */
export function durationParts(seconds: number): [number, string, number][] {
    if (seconds < 9.95) {
        return [[Math.round(seconds * 10) / 10, 'second', 1]];
    }
    const all = Math.round(seconds);
    const units: [number, string][] = [
        [Math.floor(all / 86400), 'day'],
        [Math.floor(all / 3600) % 24, 'hour'],
        [Math.floor(all / 60) % 60, 'minute'],
        [all % 60, 'second'],
    ];
    const first = units.findIndex(([value]) => value > 0);
    return units
        .slice(first, first + 2)
        .filter(([value]) => value > 0)
        .map(([value, name]) => [value, name, 0]);
}

/** A moment of a video: minutes and seconds, hours where there are any, tenths where they say something. */
export function clock(ms: number): string {
    const tenths = Math.round(ms / 100);
    const seconds = Math.floor(tenths / 10);
    const hours = Math.floor(seconds / 3600);
    const minutes = Math.floor(seconds / 60) % 60;
    const two = (value: number): string => String(value).padStart(2, '0');
    const rest = tenths % 10 === 0 ? '' : `.${tenths % 10}`;
    return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}${rest}` : `${minutes}:${two(seconds % 60)}${rest}`;
}

function relativeParts(seconds: number): [number, Intl.RelativeTimeFormatUnit] {
    const size = Math.abs(seconds);
    if (size < 60) {
        return [Math.round(seconds), 'second'];
    }
    if (size < 3600) {
        return [Math.round(seconds / 60), 'minute'];
    }
    return size < 86400 ? [Math.round(seconds / 3600), 'hour'] : [Math.round(seconds / 86400), 'day'];
}
