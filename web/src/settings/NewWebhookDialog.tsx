import { useState, type FormEvent } from 'react';
import { createWebhook, webhookEvents, type WebhookEvent } from '../api/admin';
import { useAction } from '../shared/hooks/useAction';
import { Dialog } from '../shared/parts/Dialog';
import { ProblemNote } from '../shared/parts/ProblemNote';
import { common } from '../shared/text/common';
import { useText } from '../shared/text/LanguageProvider';
import { Secret } from './Secret';
import { settingsText } from './text';

export function NewWebhookDialog({ onClose, onCreated }: { onClose: () => void; onCreated: () => void }) {
    const text = useText(settingsText);
    const words = useText(common);
    const action = useAction();
    const [url, setUrl] = useState('');
    const [events, setEvents] = useState<readonly WebhookEvent[]>(webhookEvents);
    const [secret, setSecret] = useState<string | null>(null);
    if (secret !== null) {
        return <Secret title={text.yourSecret} value={secret} onClose={onClose} />;
    }

    const toggle = (event: WebhookEvent): void => setEvents(events.includes(event) ? events.filter((one) => one !== event) : [...events, event]);
    const create = (event: FormEvent): void => {
        event.preventDefault();
        void action.run(async () => {
            setSecret((await createWebhook(url.trim(), [...events])).secret);
            onCreated();
        });
    };
    return (
        <Dialog title={text.newWebhook} onClose={onClose}>
            <form className="settings-form" onSubmit={create}>
                <div className="field">
                    <label htmlFor="webhook-url">{text.url}</label>
                    <input id="webhook-url" className="input" type="url" required autoFocus placeholder="https://…" value={url} onChange={(event) => setUrl(event.target.value)} />
                </div>
                <fieldset className="field">
                    <legend>{text.events}</legend>
                    {webhookEvents.map((one) => (
                        <label key={one} className="check">
                            <input type="checkbox" checked={events.includes(one)} onChange={() => toggle(one)} />
                            {text.event[one]}
                        </label>
                    ))}
                </fieldset>
                <ProblemNote problem={action.problem} />
                <div className="dialog-foot">
                    <button type="button" className="button" onClick={onClose}>
                        {words.cancel}
                    </button>
                    <button type="submit" className="button primary" disabled={action.busy || events.length === 0}>
                        {text.create}
                    </button>
                </div>
            </form>
        </Dialog>
    );
}
