import { useLayoutEffect, useRef, useState, type RefObject } from 'react';

/** The width of an element in CSS pixels, followed as it changes; 0 before the first measurement. */
export function useWidth<T extends Element>(): [RefObject<T | null>, number] {
    const ref = useRef<T>(null);
    const [width, setWidth] = useState(0);
    useLayoutEffect(() => {
        const element = ref.current;
        if (element === null) {
            return;
        }
        setWidth(element.getBoundingClientRect().width);
        const observer = new ResizeObserver((entries) => {
            const entry = entries.at(-1);
            if (entry) {
                setWidth(entry.contentRect.width);
            }
        });
        observer.observe(element);
        return () => observer.disconnect();
    }, []);
    return [ref, width];
}
