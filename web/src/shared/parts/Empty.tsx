import type { ReactNode } from 'react';
import './notes.css';

/** Stands where a list would be: what is not there, and what to do so that something is. */
export function Empty({ title, children }: { title: string; children?: ReactNode }) {
    return (
        <div className="empty">
            <strong>{title}</strong>
            {children}
        </div>
    );
}
