import { useState } from 'react';
import { deleteWebhook, listWebhooks, type Webhook } from '../api/admin';
import { useAction } from '../shared/hooks/useAction';
import { useRequest } from '../shared/hooks/useRequest';
import { Confirm } from '../shared/parts/Confirm';
import { Icon } from '../shared/parts/Icon';
import { ProblemNote } from '../shared/parts/ProblemNote';
import { common } from '../shared/text/common';
import { useText } from '../shared/text/LanguageProvider';
import { Deliveries } from './Deliveries';
import { NewWebhookDialog } from './NewWebhookDialog';
import { settingsText } from './text';

export function Webhooks() {
    const text = useText(settingsText);
    const words = useText(common);
    const { data, problem, reload } = useRequest('webhooks', listWebhooks);
    const action = useAction();
    const [creating, setCreating] = useState(false);
    const [deleting, setDeleting] = useState<Webhook | null>(null);
    return (
        <section className="card" aria-labelledby="webhooks">
            <header className="card-head">
                <h2 id="webhooks">{text.webhooks}</h2>
                <button type="button" className="button tiny" onClick={() => setCreating(true)}>
                    <Icon name="plus" size={14} />
                    {text.newWebhook}
                </button>
            </header>
            <div className="card-body settings-body">
                <p className="soft">{text.webhooksHow}</p>
                <ProblemNote problem={problem ?? action.problem} onRetry={reload} />
                <ul className="webhooks">
                    {data?.map((hook) => (
                        <WebhookRow key={hook.id} hook={hook} onDelete={() => setDeleting(hook)} />
                    ))}
                </ul>
                {data?.length === 0 && <p>{text.noWebhooks}</p>}
            </div>
            {creating && <NewWebhookDialog onClose={() => setCreating(false)} onCreated={reload} />}
            {deleting && (
                <Confirm
                    title={text.deleteTitle}
                    question={text.deleteQuestion(deleting.url)}
                    action={words.delete}
                    onConfirm={() => void action.run(() => deleteWebhook(deleting.id)).then(reload)}
                    onClose={() => setDeleting(null)}
                />
            )}
        </section>
    );
}

function WebhookRow({ hook, onDelete }: { hook: Webhook; onDelete: () => void }) {
    const text = useText(settingsText);
    const words = useText(common);
    const [open, setOpen] = useState(false);
    return (
        <li>
            <div className="webhook-line">
                <span className="mono webhook-url">{hook.url}</span>
                <span className="soft small">{hook.events.map((event) => text.event[event] ?? event).join(', ')}</span>
                <button type="button" className="button tiny" aria-expanded={open} onClick={() => setOpen(!open)}>
                    {text.deliveries}
                </button>
                <button type="button" className="button tiny danger" aria-label={text.deleteOf(hook.url)} onClick={onDelete}>
                    {words.delete}
                </button>
            </div>
            {open && <Deliveries webhook={hook.id} />}
        </li>
    );
}
