import { useEffect, useState } from 'react';

/** The value, or the last one there was while a new one is on its way: what is shown does not flicker. */
export function useLast<T>(value: T | undefined): T | undefined {
    const [last, setLast] = useState(value);
    useEffect(() => {
        if (value !== undefined) {
            setLast(value);
        }
    }, [value]);
    return value ?? last;
}
