import { Progress } from '../../shared/parts/Progress';
import { common } from '../../shared/text/common';
import { useFormat, useText } from '../../shared/text/LanguageProvider';
import { submitText } from './text';
import type { Sending } from './useSubmission';

interface Props {
    sending: Sending;
    ready: boolean;
    onClose: () => void;
}

/** The buttons; in their place, while files are sent, how far that is. */
export function SubmitFoot({ sending, ready, onClose }: Props) {
    const text = useText(submitText);
    const words = useText(common);
    const format = useFormat();
    if (sending.sent !== null) {
        return (
            // With keys of their own: the button that stops must not turn into the one that submits while its click is under way.
            <div key="sending" className="submit-sending">
                <Progress share={sending.sent} label={text.sending} />
                <span className="soft">{text.sent(format.percent(sending.sent))}</span>
                <button type="button" className="button" onClick={sending.stop}>
                    {text.stopUpload}
                </button>
            </div>
        );
    }
    return (
        <div key="ready" className="dialog-foot">
            {!ready && <p className="soft submit-hint">{text.needsInput}</p>}
            <button type="button" className="button" onClick={onClose}>
                {words.cancel}
            </button>
            <button type="submit" className="button primary" disabled={!ready || sending.busy}>
                {text.submit}
            </button>
        </div>
    );
}
