import { useState } from 'react';
import { common } from '../text/common';
import { useText } from '../text/LanguageProvider';

/** Copies a text; where the browser does not let a page do so (plain http), it selects it for the user to copy. */
export function CopyButton({ from }: { from: () => HTMLElement | null }) {
    const text = useText(common);
    const [copied, setCopied] = useState(false);
    const copy = async (): Promise<void> => {
        const element = from();
        if (element === null) {
            return;
        }
        window.getSelection()?.selectAllChildren(element);
        if (window.isSecureContext) {
            await navigator.clipboard.writeText(element.textContent ?? '');
            setCopied(true);
        }
    };
    return (
        <button type="button" className="button tiny" onClick={() => void copy()}>
            {copied ? text.copied : text.copy}
        </button>
    );
}
