using System.Text.Json;
using Reelmill.Library.Jobs;
using Reelmill.Pipelines.Runs;
using Reelmill.Server.Http;

namespace Reelmill.Server.Jobs;

/// <summary>A job, as the API returns it.</summary>
/// <param name="Id">The id.</param>
/// <param name="Pipeline">The pipeline.</param>
/// <param name="State">The state.</param>
/// <param name="Priority">The priority in the queue.</param>
/// <param name="Label">The name that the submitter gave the job.</param>
/// <param name="Options">The options of the submission.</param>
/// <param name="Percent">The progress, 0 to 100.</param>
/// <param name="Speed">The seconds of video processed per second; null when unknown.</param>
/// <param name="EtaSeconds">The remaining time at the present rate; null when unknown.</param>
/// <param name="Items">The number of items in each state.</param>
/// <param name="Attempt">The number of attempts that have begun.</param>
/// <param name="CreatedMs">The time of the submission, in Unix milliseconds.</param>
/// <param name="StartedMs">The start of the last attempt, in Unix milliseconds.</param>
/// <param name="EndedMs">The end of the last attempt, in Unix milliseconds.</param>
/// <param name="Error">The failure of the job as a whole.</param>
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
    /// <summary>The stages, in order; null in lists and while the job does not run.</summary>
    public IReadOnlyList<JobStage>? Stages { get; init; }

    /// <summary>The stage that limits the throughput.</summary>
    public RunBottleneck? Bottleneck { get; init; }

    /// <summary>The attempts; null in lists.</summary>
    public IReadOnlyList<JobAttemptDocument>? Attempts { get; init; }

    /// <summary>The reason why the running job is paused, such as a full disk; the job resumes by itself. Null when it is not paused.</summary>
    public string? Paused { get; init; }

    /// <summary>The frames so far, by decision; null when the job samples none or does not run.</summary>
    public JobFrames? Frames { get; init; }

    internal static JobDocument From(Job job, JobCounts counts, JobProgress? live)
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

    internal JobDocument With(JobProgress? live)
    {
        if (live?.Stages is not { } stages)
        {
            return this;
        }

        var (sampled, kept) = live.Frames;
        return this with
        {
            Stages = JobStage.From(stages.Before, stages.Last),
            Bottleneck = RunBottleneck.From(stages.Last.Report.Bottleneck),
            Frames = sampled > 0 ? new JobFrames(sampled, kept, sampled - kept) : null,
        };
    }
}

/// <summary>The number of items of a job in each state.</summary>
internal sealed record JobItemCounts(long Total, long Waiting, long Running, long Done, long Skipped, long Failed);

/// <summary>The frames of a job, by decision.</summary>
internal sealed record JobFrames(long Sampled, long Kept, long Dropped);

/// <summary>The failure of a job as a whole.</summary>
internal sealed record JobError(string Code, string Message);

/// <summary>One attempt at a job, as the API returns it.</summary>
internal sealed record JobAttemptDocument(int Number, long StartedMs, long? EndedMs, string Outcome)
{
    internal static JobAttemptDocument From(JobAttempt attempt) => new(attempt.Number, attempt.StartedMs, attempt.EndedMs, attempt.Outcome ?? "running");
}

/// <summary>A stage of a job. While the job runs, time shares and rate cover the last seconds; afterwards they cover the whole run, <c>Queued</c> is the longest queue, and <c>QueueBound</c> is 0.</summary>
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
    internal static JobStage From(RunStage stage, double seconds)
    {
        var total = Math.Max(1e-9, stage.BusySeconds + stage.StarvedSeconds + stage.BlockedSeconds);
        return new JobStage(
            stage.Name, stage.Workers, Math.Round(stage.BusySeconds / total, 3), Math.Round(stage.StarvedSeconds / total, 3), Math.Round(stage.BlockedSeconds / total, 3), stage.QueueMax, QueueBound: 0,
            stage.In, stage.Out, stage.Dropped, stage.Failed, stage.Retried, Math.Round(stage.In / Math.Max(1e-3, seconds), 2));
    }

    internal static IReadOnlyList<JobStage> From(StageSnapshot? before, StageSnapshot last) => [.. last.Report.Stages.Select((stage, i) =>
    {
        var old = before?.Report.Stages[i];
        var (then, now) = (old?.Times ?? default, stage.Times);
        var (busy, starved, blocked) = (now.Busy - then.Busy, now.Starved - then.Starved, now.Blocked - then.Blocked);
        var total = Math.Max(1e-9, busy + starved + blocked);
        var seconds = Math.Max(1e-3, (last.Report.Elapsed - (before?.Report.Elapsed ?? TimeSpan.Zero)).TotalSeconds);
        return new JobStage(
            stage.Name, stage.Workers, Math.Round(busy / total, 3), Math.Round(starved / total, 3), Math.Round(blocked / total, 3), stage.Queued, stage.QueueBound,
            stage.In, stage.Out, stage.Dropped, stage.Failed, stage.Retried, Math.Round((stage.In - (old?.In ?? 0)) / seconds, 2));
    })];
}

/// <summary>An item of a job, as the API returns it.</summary>
internal sealed record JobItemDocument(
    int Sequence, string Source, JobItemState State, int Attempts, double? Percent, string? Video, string? Note, JobItemError? Error)
{
    internal static JobItemDocument From(JobItem item, JobProgress? live)
    {
        var metadata = item.Metadata is { } json ? JsonSerializer.Deserialize<Dictionary<string, string>>(json)! : null;
        return new JobItemDocument(
            item.Sequence,
            metadata?.GetValueOrDefault("title") ?? MessageRedactor.RedactSource(item.Source),
            live?.IsRunning(item.Item) == true ? JobItemState.Running : item.State,
            item.Attempts,
            live?.GetFraction(item.Item) is { } fraction ? Math.Round(100 * fraction, 1) : null,
            item.Video,
            item.Note,
            item.ErrorCode is null ? null : new JobItemError(item.ErrorCode, item.ErrorMessage ?? "", item.Retryable, item.ErrorDetail));
    }
}

/// <summary>The failure of an item.</summary>
internal sealed record JobItemError(string Code, string Message, bool Retryable, string? Stderr);
