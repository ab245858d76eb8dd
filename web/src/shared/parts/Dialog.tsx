import { useEffect, useId, useRef, type ReactNode } from 'react';
import { common } from '../text/common';
import { useText } from '../text/LanguageProvider';
import { Icon } from './Icon';
import './dialog.css';

interface Props {
    title: string;
    onClose: () => void;
    children: ReactNode;
    /** Wide ones become a sheet on a phone. */
    wide?: boolean;
}

/** A modal dialog: keeps the focus inside, closes with Escape, gives the focus back. Shown while it is mounted. */
export function Dialog({ title, onClose, children, wide = false }: Props) {
    const text = useText(common);
    const ref = useRef<HTMLDialogElement>(null);
    const heading = useId();

    useEffect(() => {
        const dialog = ref.current;
        dialog?.showModal();
        return () => dialog?.close();
    }, []);

    return (
        <dialog
            ref={ref}
            className={wide ? 'dialog wide' : 'dialog'}
            aria-labelledby={heading}
            onCancel={(event) => {
                if (event.target === ref.current) {
                    event.preventDefault();
                    onClose();
                }
            }}
            // Browsers close it at a second Escape whatever the page says.
            onClose={() => ref.current?.open === false && onClose()}
        >
            <header className="dialog-head">
                <h2 id={heading}>{title}</h2>
                <button type="button" className="button quiet square" aria-label={text.close} onClick={onClose}>
                    <Icon name="close" />
                </button>
            </header>
            <div className="dialog-body">{children}</div>
        </dialog>
    );
}
