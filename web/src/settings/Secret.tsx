import { useRef } from 'react';
import { CopyButton } from '../shared/parts/CopyButton';
import { Dialog } from '../shared/parts/Dialog';
import { common } from '../shared/text/common';
import { useText } from '../shared/text/LanguageProvider';
import { settingsText } from './text';

/** A secret that is seen this once. */
export function Secret({ title, value, onClose }: { title: string; value: string; onClose: () => void }) {
    const text = useText(settingsText);
    const words = useText(common);
    const ref = useRef<HTMLElement>(null);
    return (
        <Dialog title={title} onClose={onClose}>
            <p>{text.copyNow}</p>
            <code ref={ref} className="secret" aria-label={title}>
                {value}
            </code>
            <div className="dialog-foot">
                <CopyButton from={() => ref.current} />
                <button type="button" className="button primary" onClick={onClose}>
                    {words.close}
                </button>
            </div>
        </Dialog>
    );
}
