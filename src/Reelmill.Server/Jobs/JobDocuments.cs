using System.Text.Json;
using Reelmill.Library.Jobs;
using Reelmill.Pipelines.Runs;
using Reelmill.Server.Http;

namespace Reelmill.Server.Jobs;

/// <summary>A job, as the API shows it.</summary>
/// <param name="Id">The id.</param>
/// <param name="Pipeline">The pipeline.</param>
/// <param name="State">How far it is.</param>
/// <param name="Priority">What is worked on first.</param>
/// <param name="Label">What its submitter calls it.</param>
/// <param name="Options">The options that were chosen.</param>
/// <param name="Percent">How much is done, 0 to 100.</param>
/// <param name="Speed">Seconds of video a second; null when unknown.</param>
/// <param name="EtaSeconds">How long it will still take at this rate; null when unknown.</param>
/// <param name="Items">Its items by how far they are.</param>
/// <param name="Attempt">How many attempts have begun.</param>
/// <param name="CreatedMs">When it was submitted, in Unix milliseconds.</param>
/// <param name="StartedMs">When its last attempt began.</param>
/// <param name="EndedMs">When its last attempt ended.</param>
/// <param name="Error">Why the job as a whole failed.</param>
internal sealed record JobDocument(
    string Id,
    string Pipeline,
    JobState State,
    JobPriority Priority,
    string? Label,
    IReadOnlyDictionary<string, string> Options,
    double Percent,
    double? Speed,
    double? EtaSeconds,
    JobItemCounts Items,
    int Attempt,
    long CreatedMs,
    long? StartedMs,
    long? EndedMs,
    JobError? Error)
{
    /// <summary>Its stages, in order; null in lists and when it does not run.</summary>
    public IReadOnlyList<JobStage>? Stages { get; init; }

    /// <summary>What limits it.</summary>
    public RunBottleneck? Bottleneck { get; init; }

    /// <summary>The attempts at it; null in lists.</summary>
    public IReadOnlyList<JobAttemptDocument>? Attempts { get; init; }

    /// <summary>Why it waits although it runs, such as for space on the disk; it goes on by itself. Null when it does not wait.</summary>
    public string? Paused { get; init; }

    /// <summary>Its frames so far, by what was decided on each; null when it samples none or does not run.</summary>
    public JobFrames? Frames { get; init; }

    internal static JobDocument Of(Job job, JobCounts counts, JobLive? live)
    {
        var running = live?.Running ?? counts.Running;
        var waiting = Math.Max(0, counts.Waiting + counts.Running - running);
        var ended = counts.Done + counts.Skipped + counts.Failed;
        var percent = job.State is JobState.Succeeded || counts.Total == 0 ? (job.IsTerminal ? 100 : 0)
            : 100 * Math.Min(counts.Total, ended + (live?.Fractions ?? 0)) / counts.Total;
        var elapsed = live?.Elapsed.TotalSeconds ?? 0;
        return new JobDocument(
            job.Id,
            job.Pipeline,
            job.State,
            job.Priority,
            job.Label,
            JsonSerializer.Deserialize<SortedDictionary<string, string>>(job.Options)!,
            Math.Round(percent, 1),
            elapsed > 0.5 && live!.VideoSeconds > 0 ? Math.Round(live.VideoSeconds / elapsed, 2) : null,
            elapsed > 1 && percent is > 0.5 and < 100 ? Math.Round(elapsed * (100 - percent) / percent, 1) : null,
            new JobItemCounts(counts.Total, waiting, running, counts.Done, counts.Skipped, counts.Failed),
            job.Attempt,
            job.CreatedMs,
            job.StartedMs,
            job.EndedMs,
            job.ErrorCode is null ? null : new JobError(job.ErrorCode, job.ErrorMessage ?? ""))
        {
            Paused = live?.Paused,
        };
    }

    internal JobDocument With(JobLive? live)
    {
        if (live?.Stages is not { } stages)
        {
            return this;
        }

        var (sampled, kept) = live.Frames;
        return this with
        {
            Stages = JobStage.Of(stages.Before, stages.Last),
            Bottleneck = RunBottleneck.From(stages.Last.Report.Bottleneck),
            Frames = sampled > 0 ? new JobFrames(sampled, kept, sampled - kept) : null,
        };
    }
}

/// <summary>Items of a job by how far they are.</summary>
internal sealed record JobItemCounts(long Total, long Waiting, long Running, long Done, long Skipped, long Failed);

/// <summary>Frames of a job by what was decided on each.</summary>
internal sealed record JobFrames(long Sampled, long Kept, long Dropped);

/// <summary>Why a job failed.</summary>
internal sealed record JobError(string Code, string Message);

/// <summary>One attempt at a job.</summary>
internal sealed record JobAttemptDocument(int Number, long StartedMs, long? EndedMs, string Outcome)
{
    internal static JobAttemptDocument Of(JobAttempt attempt) => new(attempt.Number, attempt.StartedMs, attempt.EndedMs, attempt.Outcome ?? "running");
}

/// <summary>A stage of a job that runs; shares and rate are those of the last seconds. Of a run that has ended: those of all of it, the most that was queued, and no bound.</summary>
internal sealed record JobStage(
    string Name,
    int Workers,
    double Busy,
    double Starved,
    double Blocked,
    int Queued,
    int QueueBound,
    long In,
    long Out,
    long Dropped,
    long Failed,
    long Retried,
    double Rate)
{
    internal static JobStage Of(RunStage stage, double seconds)
    {
        var all = Math.Max(1e-9, stage.BusySeconds + stage.StarvedSeconds + stage.BlockedSeconds);
        return new JobStage(
            stage.Name, stage.Workers, Math.Round(stage.BusySeconds / all, 3), Math.Round(stage.StarvedSeconds / all, 3), Math.Round(stage.BlockedSeconds / all, 3), stage.QueueMax, QueueBound: 0,
            stage.In, stage.Out, stage.Dropped, stage.Failed, stage.Retried, Math.Round(stage.In / Math.Max(1e-3, seconds), 2));
    }

    internal static IReadOnlyList<JobStage> Of(StageWindow? before, StageWindow last) => [.. last.Report.Stages.Select((stage, i) =>
    {
        var old = before?.Report.Stages[i];
        var (then, now) = (old?.Times ?? default, stage.Times);
        var (busy, starved, blocked) = (now.Busy - then.Busy, now.Starved - then.Starved, now.Blocked - then.Blocked);
        var all = Math.Max(1e-9, busy + starved + blocked);
        var seconds = Math.Max(1e-3, (last.Report.Elapsed - (before?.Report.Elapsed ?? TimeSpan.Zero)).TotalSeconds);
        return new JobStage(
            stage.Name, stage.Workers, Math.Round(busy / all, 3), Math.Round(starved / all, 3), Math.Round(blocked / all, 3), stage.Queued, stage.QueueBound,
            stage.In, stage.Out, stage.Dropped, stage.Failed, stage.Retried, Math.Round((stage.In - (old?.In ?? 0)) / seconds, 2));
    })];
}

/// <summary>An item of a job.</summary>
internal sealed record JobItemDocument(
    int Sequence, string Source, JobItemState State, int Attempts, double? Percent, string? Video, string? Note, JobItemError? Error)
{
    internal static JobItemDocument Of(JobItem item, JobLive? live)
    {
        var metadata = item.Metadata is { } json ? JsonSerializer.Deserialize<Dictionary<string, string>>(json)! : null;
        return new JobItemDocument(
            item.Sequence,
            metadata?.GetValueOrDefault("title") ?? ServerText.SourceOf(item.Source),
            live?.IsRunning(item.Item) == true ? JobItemState.Running : item.State,
            item.Attempts,
            live?.FractionOf(item.Item) is { } fraction ? Math.Round(100 * fraction, 1) : null,
            item.Video,
            item.Note,
            item.ErrorCode is null ? null : new JobItemError(item.ErrorCode, item.ErrorMessage ?? "", item.Retryable, item.ErrorDetail));
    }
}

/// <summary>Why an item failed.</summary>
internal sealed record JobItemError(string Code, string Message, bool Retryable, string? Stderr);
