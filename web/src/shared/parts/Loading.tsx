import { useEffect, useState } from 'react';
import { common } from '../text/common';
import { useText } from '../text/LanguageProvider';

/** Says that something is on its way, but only when that takes long enough to be noticed. */
export function Loading() {
    const text = useText(common);
    const [late, setLate] = useState(false);
    useEffect(() => {
        const timer = window.setTimeout(() => setLate(true), 300);
        return () => window.clearTimeout(timer);
    }, []);
    return <p className="soft">{late ? `${text.loading} …` : '\u00a0'}</p>;
}
