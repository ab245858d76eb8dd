import { send } from './client';
import { resultsPath } from './jobs';
import { LineReader } from './ndjson';

/** One line of a job's results; which fields there are depends on the pipeline. */
export interface ResultLine {
    sequence: number;
    source: string;
    video?: string | null;
    timeMs?: number;
    kept?: boolean;
    rule?: string | null;
    image?: string | null;
    master?: string;
    chunk?: number;
    path?: string | null;
    startMs?: number;
    endMs?: number;
    id?: string;
}

export interface Results {
    lines: ResultLine[];
    /** More lines exist than were read. */
    more: boolean;
    /** The job has ended: nothing will be added. */
    complete: boolean;
}

/** Reads the first lines of a job's results and leaves the rest; they may be very many. */
export async function readResults(id: string, wanted: (line: ResultLine) => boolean, most: number, signal: AbortSignal): Promise<Results> {
    const response = await send(resultsPath(id), { headers: { Accept: 'application/x-ndjson' }, signal });
    const complete = response.headers.get('Reelmill-Complete') === 'true';
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    const parser = new LineReader<ResultLine>();
    const lines: ResultLine[] = [];
    while (reader && lines.length <= most) {
        const { done, value } = await reader.read();
        lines.push(...(done ? parser.end() : parser.push(value)).filter(wanted));
        if (done) {
            break;
        }
    }
    await reader?.cancel();
    return { lines: lines.slice(0, most), more: lines.length > most, complete };
}
