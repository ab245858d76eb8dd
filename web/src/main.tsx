import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/App';
import { LanguageProvider } from './shared/text/LanguageProvider';
import { Toasts } from './shared/parts/Toasts';
import { applyTheme } from './shared/theme';
import './shared/base.css';
import './shared/controls.css';
import './shared/layout.css';

applyTheme();
const root = document.getElementById('root');
if (root === null) {
    throw new Error('index.html has no element with the id root.');
}
createRoot(root).render(
    <StrictMode>
        <LanguageProvider>
            <Toasts>
                <App />
            </Toasts>
        </LanguageProvider>
    </StrictMode>,
);
