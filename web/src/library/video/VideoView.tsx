import { useText } from '../../shared/text/LanguageProvider';
import { Thresholds } from '../thresholds/Thresholds';
import { useThresholds } from '../thresholds/useThresholds';
import { VideoBody } from './VideoBody';
import { VideoPage, type LoadedVideo } from './VideoPage';
import { videoText } from './text';

/** One video: its player, what was decided on each of its frames, and what other thresholds would decide. */
export default function VideoView({ id }: { id: string }) {
    const text = useText(videoText);
    return (
        <VideoPage id={id} back={{ href: '/library', name: text.library }}>
            {(loaded) => <DecidableVideo {...loaded} />}
        </VideoPage>
    );
}

function DecidableVideo({ video, library, loaded, reload }: LoadedVideo) {
    const thresholds = useThresholds(library.limits, library.lastDecision, video.id, reload);
    return (
        <VideoBody video={video} loaded={loaded} limits={thresholds.draft} preview={thresholds.preview?.decisions}>
            <Thresholds thresholds={thresholds} frames={loaded.frames} />
        </VideoBody>
    );
}
