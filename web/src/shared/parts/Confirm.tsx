import type { ReactNode } from 'react';
import { common } from '../text/common';
import { useText } from '../text/LanguageProvider';
import { Dialog } from './Dialog';

interface Props {
    title: string;
    question: string;
    /** What the button says that does it. */
    action: string;
    onConfirm: () => void;
    onClose: () => void;
    /** What else is to be chosen. */
    children?: ReactNode;
}

/** Asks before something that cannot be taken back. The safe answer has the focus. */
export function Confirm({ title, question, action, onConfirm, onClose, children }: Props) {
    const text = useText(common);
    return (
        <Dialog title={title} onClose={onClose}>
            <p>{question}</p>
            {children}
            <div className="dialog-foot">
                <button type="button" className="button" autoFocus onClick={onClose}>
                    {text.cancel}
                </button>
                <button
                    type="button"
                    className="button primary danger"
                    onClick={() => {
                        onClose();
                        onConfirm();
                    }}
                >
                    {action}
                </button>
            </div>
        </Dialog>
    );
}
