import { embed, type Embedded } from '../api/embedded';
import type { Bottleneck, JobItem, Stage } from '../api/jobs';

/** A score and where it lies on its axis, 0 to 1. */
export interface ScorePlace {
    value: number;
    at: number;
}

/** How one score is spread over all frames of the library. */
export interface ScoreSpread {
    score: 'sharpness' | 'dark' | 'bright' | 'contrast' | 'information' | 'motion';
    /** How many frames lie in each bar, from the left. */
    kept: number[];
    dropped: number[];
    ticks: ScorePlace[];
    /** Null where no rule compares the score. */
    threshold: { place: ScorePlace; rule: string; dropsBelow: boolean; recorded: boolean } | null;
}

export interface TimelinePoint {
    seconds: number;
    /** Items that had ended. */
    done: number;
    /** For each stage, shares since the point before, 0 to 1. */
    busy: number[];
    starved: number[];
    blocked: number[];
    /** For each stage, how full its queue was, 0 to 1. */
    queue: number[];
}

export interface Timeline {
    stages: string[];
    points: TimelinePoint[];
}

/** The last run; what is null was not recorded. */
export interface LastRun {
    pipeline: string;
    state: 'running' | 'done' | 'interrupted' | 'failed';
    startedMs: number;
    elapsedSeconds: number | null;
    items: { total: number; done: number; failed: number; skipped: number } | null;
    stages: Stage[] | null;
    bottleneck: Bottleneck | null;
    timeline: Timeline | null;
}

export interface Failures {
    code: string;
    count: number;
    /** The first of them. */
    items: JobItem[];
}

/** What the report leaves out of a video. */
export interface LeftOut {
    /** The rule is null for kept ones, and empty where none is known. */
    frames: { rule: string | null; count: number }[];
    /** How many of its inputs. */
    sources: number;
}

export interface LibraryReport {
    name: string;
    folder: string;
    run: LastRun | null;
    scores: ScoreSpread[];
    failures: Failures[];
    /** By the ids of the videos that have frames in the report. */
    leftOut: Record<string, LeftOut>;
    /** The videos without: some by name, the rest in numbers. */
    further: { listed: { source: string; sampled: number; kept: number }[]; unlisted: number; sampled: number; kept: number };
}

/** What a search found, as a page. */
export interface SearchReport {
    query: { name: string; image: string };
}

export type Report = LibraryReport | SearchReport;

/** Takes what the page brings with it; null where it brings nothing, as the template itself. */
export function readReport(text: string): Report | null {
    if (text.trim() === '') {
        return null;
    }
    const data = JSON.parse(text) as Embedded & { report: Report };
    embed(data);
    return data.report;
}
