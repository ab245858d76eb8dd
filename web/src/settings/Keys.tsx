import { useState } from 'react';
import { listKeys, revokeKey, type ApiKey } from '../api/admin';
import { useSession } from '../app/session';
import { useAction } from '../shared/hooks/useAction';
import { useNow } from '../shared/hooks/useNow';
import { useRequest } from '../shared/hooks/useRequest';
import { Confirm } from '../shared/parts/Confirm';
import { Icon } from '../shared/parts/Icon';
import { ProblemNote } from '../shared/parts/ProblemNote';
import { useFormat, useText } from '../shared/text/LanguageProvider';
import { NewKeyDialog } from './NewKeyDialog';
import { settingsText } from './text';

export function Keys() {
    const text = useText(settingsText);
    const { server } = useSession();
    const { data, problem, reload } = useRequest('keys', listKeys);
    const action = useAction();
    const [creating, setCreating] = useState(false);
    const [revoking, setRevoking] = useState<ApiKey | null>(null);
    return (
        <section className="card" aria-labelledby="keys">
            <header className="card-head">
                <h2 id="keys">{text.keys}</h2>
                <button type="button" className="button tiny" onClick={() => setCreating(true)}>
                    <Icon name="plus" size={14} />
                    {text.newKey}
                </button>
            </header>
            <div className="card-body settings-body">
                <p className="soft">{text.keysHow}</p>
                {server.token && <p className="note warn">{text.token}</p>}
                <ProblemNote problem={problem ?? action.problem} onRetry={reload} />
                {data && data.length > 0 && <KeyTable keys={data} onRevoke={setRevoking} />}
                {data?.length === 0 && <p>{text.noKeys}</p>}
            </div>
            {creating && <NewKeyDialog first={server.token} onClose={() => setCreating(false)} onCreated={reload} />}
            {revoking && (
                <Confirm
                    title={text.revokeTitle}
                    question={text.revokeQuestion(revoking.name)}
                    action={text.revoke}
                    onConfirm={() => void action.run(() => revokeKey(revoking.id)).then(reload)}
                    onClose={() => setRevoking(null)}
                />
            )}
        </section>
    );
}

function KeyTable({ keys, onRevoke }: { keys: ApiKey[]; onRevoke: (key: ApiKey) => void }) {
    const text = useText(settingsText);
    return (
        <div className="table-scroll" tabIndex={0} role="group" aria-labelledby="keys">
            <table className="table">
                <thead>
                    <tr>
                        {[text.name, text.scopes, text.created, text.expires, text.lastUsed].map((name) => (
                            <th key={name} scope="col">
                                {name}
                            </th>
                        ))}
                        <td />
                    </tr>
                </thead>
                <tbody>
                    {keys.map((key) => (
                        <KeyRow key={key.id} apiKey={key} onRevoke={() => onRevoke(key)} />
                    ))}
                </tbody>
            </table>
        </div>
    );
}

function KeyRow({ apiKey, onRevoke }: { apiKey: ApiKey; onRevoke: () => void }) {
    const text = useText(settingsText);
    const format = useFormat();
    const now = useNow();
    const expired = apiKey.expiresMs !== null && apiKey.expiresMs <= now;
    return (
        <tr className={apiKey.revoked || expired ? 'soft' : undefined}>
            <th scope="row">{apiKey.name}</th>
            <td>{apiKey.scopes.join(', ')}</td>
            <td className="nowrap">{format.dateTime(apiKey.createdMs)}</td>
            <td className="nowrap">{apiKey.expiresMs === null ? text.never : expired ? text.expired : format.ago(apiKey.expiresMs, now)}</td>
            <td className="nowrap">{apiKey.lastUsedMs === null ? text.notUsed : format.ago(apiKey.lastUsedMs, now)}</td>
            <td className="right">
                {apiKey.revoked ? (
                    text.revoked
                ) : (
                    <button type="button" className="button tiny danger" aria-label={text.revokeOf(apiKey.name)} onClick={onRevoke}>
                        {text.revoke}
                    </button>
                )}
            </td>
        </tr>
    );
}
