import { useEffect, useRef } from 'react';

/** The view's heading: names the browser's tab, and takes the focus when the view changes so that a screen reader says where one is. */
export function PageTitle({ children }: { children: string }) {
    const ref = useRef<HTMLHeadingElement>(null);
    useEffect(() => {
        document.title = `${children} · Reelmill`;
    }, [children]);
    useEffect(() => {
        if (document.activeElement === null || document.activeElement === document.body || document.activeElement.closest('nav') !== null) {
            ref.current?.focus({ preventScroll: true });
        }
    }, []);
    return (
        <h1 ref={ref} tabIndex={-1}>
            {children}
        </h1>
    );
}
