import { useEffect, useState } from 'react';

/** The time, again every so often; for texts such as "5 min. ago". */
export function useNow(everyMs = 15_000): number {
    const [now, setNow] = useState(() => Date.now());
    useEffect(() => {
        const timer = window.setInterval(() => setNow(Date.now()), everyMs);
        return () => window.clearInterval(timer);
    }, [everyMs]);
    return now;
}
