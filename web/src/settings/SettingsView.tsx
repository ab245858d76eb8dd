import { useMay, useSession } from '../app/session';
import { Empty } from '../shared/parts/Empty';
import { PageTitle } from '../shared/parts/PageTitle';
import { useFormat, useText } from '../shared/text/LanguageProvider';
import { Keys } from './Keys';
import { settingsText } from './text';
import { Webhooks } from './Webhooks';
import './settings.css';

/** Who may use the server, and whom it tells. */
export default function SettingsView() {
    const text = useText(settingsText);
    const admin = useMay('admin');
    return (
        <main className="page" id="main">
            <PageTitle>{text.title}</PageTitle>
            {admin ? (
                <>
                    <Keys />
                    <Webhooks />
                    <AboutServer />
                </>
            ) : (
                <Empty title={text.adminOnly}>
                    <p>{text.adminOnlyHow}</p>
                </Empty>
            )}
        </main>
    );
}

function AboutServer() {
    const text = useText(settingsText);
    const format = useFormat();
    const { server } = useSession();
    const facts = [
        [text.version, server.version],
        [text.library, server.library],
        [text.running, format.dateTime(server.startedMs)],
        [text.limit, format.number(server.jobs.limit)],
        [text.upload, format.bytes(server.maxUploadBytes)],
    ];
    return (
        <section className="card" aria-labelledby="server">
            <header className="card-head">
                <h2 id="server">{text.server}</h2>
            </header>
            <dl className="facts card-body">
                {facts.map(([name, value]) => (
                    <div key={name}>
                        <dt>{name}</dt>
                        <dd>{value}</dd>
                    </div>
                ))}
            </dl>
        </section>
    );
}
