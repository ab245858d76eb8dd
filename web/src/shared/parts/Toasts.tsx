import { createContext, useCallback, useContext, useRef, useState, type ReactNode } from 'react';
import './notes.css';

const SayContext = createContext<(message: string) => void>(() => undefined);

/** Says briefly that something was done: to the eye at the foot of the page, and to a screen reader when it is idle. */
export function Toasts({ children }: { children: ReactNode }) {
    const [message, setMessage] = useState('');
    const timer = useRef<number>(undefined);
    const say = useCallback((next: string) => {
        window.clearTimeout(timer.current);
        setMessage(next);
        timer.current = window.setTimeout(() => setMessage(''), 5000);
    }, []);
    return (
        <SayContext value={say}>
            {children}
            <div className="toasts" role="status">
                {message !== '' && <div className="toast">{message}</div>}
            </div>
        </SayContext>
    );
}

export const useSay = (): ((message: string) => void) => useContext(SayContext);
