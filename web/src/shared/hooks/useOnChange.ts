import { useEffect, useRef } from 'react';

/**
 * Does something whenever a value becomes another one.
 * @param value Null while it is not known yet; becoming known is no change.
 */
export function useOnChange(value: string | null, act: () => void): void {
    const known = useRef(value);
    const latest = useRef(act);
    latest.current = act;
    useEffect(() => {
        if (value !== null && known.current !== null && value !== known.current) {
            latest.current();
        }
        known.current = value;
    }, [value]);
}
