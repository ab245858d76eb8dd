import { Dialog } from '../shared/parts/Dialog';
import { useText } from '../shared/text/LanguageProvider';
import { appText } from './text';

export function ShortcutHelp({ onClose }: { onClose: () => void }) {
    const text = useText(appText);
    const rows: [string[], string][] = [
        [['/'], text.keys.search],
        [['j'], text.keys.down],
        [['k'], text.keys.up],
        [['Enter'], text.keys.open],
        [['x'], text.keys.select],
        [['n'], text.keys.create],
        [['g', 'n'], text.keys.goNow],
        [['g', 'j'], text.keys.goJobs],
        [['g', 'l'], text.keys.goLibrary],
        [['g', 's'], text.keys.goSearch],
        [['←', '→'], text.keys.frames],
        [['?'], text.keys.help],
        [['Esc'], text.keys.close],
    ];
    return (
        <Dialog title={text.shortcuts} onClose={onClose}>
            <dl className="shortcuts">
                {rows.map(([keys, what]) => (
                    <div key={what}>
                        <dt>
                            {keys.map((key) => (
                                <kbd key={key}>{key}</kbd>
                            ))}
                        </dt>
                        <dd>{what}</dd>
                    </div>
                ))}
            </dl>
        </Dialog>
    );
}
