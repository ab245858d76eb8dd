using System.Collections.Concurrent;
using System.Text.Json;
using System.Threading.Channels;
using Reelmill.Core;
using Reelmill.Core.Running;
using Reelmill.Library.Jobs;
using Reelmill.Pipelines.Items;
using Reelmill.Pipelines.Runs;
using Reelmill.Pipelines.Services;
using Reelmill.Server.Http;

namespace Reelmill.Server.Jobs;

/// <summary>One attempt at a job: runs its pipeline, writes down what becomes of each item, and says how the job ended.</summary>
/// <param name="job">The job, running.</param>
/// <param name="live">What only memory knows of it.</param>
/// <param name="store">Where jobs are kept.</param>
/// <param name="runner">Runs pipelines.</param>
/// <param name="text">What clients are told.</param>
/// <param name="paused">Told when the job waits for space, and when it goes on.</param>
internal sealed class JobWork(Job job, JobLive live, JobStore store, JobRunner runner, ServerText text, Action<RunPause> paused)
{
    private readonly Channel<ItemChange> _changes = Channel.CreateUnbounded<ItemChange>(new UnboundedChannelOptions { SingleReader = true });
    private readonly ConcurrentDictionary<string, string> _shown = new(StringComparer.Ordinal);
    private readonly Dictionary<string, JobItem[]> _items = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _ended = new(StringComparer.Ordinal);

    /// <summary>Does the attempt.</summary>
    /// <param name="stopping">Stops gracefully: the job waits for the next start.</param>
    /// <param name="cancelled">Somebody asked for the job's end.</param>
    /// <param name="cancellationToken">The server cannot wait any longer: the job waits for the next start.</param>
    /// <returns>The job as it is now; null when it was put back.</returns>
    public async Task<Job?> ExecuteAsync(CancellationToken stopping, CancellationToken cancelled, CancellationToken cancellationToken)
    {
        var items = await store.ItemsAsync(job.Id, JobItemState.Waiting, -1, int.MaxValue, CancellationToken.None).ConfigureAwait(false);

        // An input that was named twice is one item, and is worked on once.
        foreach (var same in items.GroupBy(static i => i.Item, StringComparer.Ordinal))
        {
            _items[same.Key] = [.. same];
            _shown.TryAdd(JobRunner.InputOf(same.First()).Display, same.Key);
        }

        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancelled, cancellationToken);
        var writing = WriteAsync();
        (string Code, string Message)? failure = null;
        var completed = false;
        try
        {
            await runner.RunAsync(job, [.. _items.Values.Select(static same => same[0])], Observer(), stopping, ending.Token).ConfigureAwait(false);
            completed = true;
            if (!stopping.IsCancellationRequested)
            {
                EndTheRest();
            }
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
        }
        catch (PipelineException e) when (e.Code == SystemErrors.DiskFull && (stopping.IsCancellationRequested || ending.IsCancellationRequested))
        {
            // It waited for space; the next start goes on.
        }
        catch (PipelineException e)
        {
            failure = (e.Code, e.Message);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            failure = ("internal_error", $"{e.GetType().Name}: {e.Message}");
        }

        _changes.Writer.Complete();
        await writing.ConfigureAwait(false);
        return await EndAsync(completed, failure, cancelled).ConfigureAwait(false);
    }

    /// <summary>An upload that a library had where it was before is named otherwise now: a run says nothing of it.</summary>
    private void EndTheRest()
    {
        foreach (var (id, same) in _items.Where(i => !_ended.ContainsKey(i.Key)))
        {
            var error = new ItemException("not_found", $"Fetching {JobRunner.InputOf(same[0]).Display}: it is not where the job has it. Submit it again.");
            _changes.Writer.TryWrite(new ItemChange.Failed(id, new ItemFailure("fetch", error.Code, error.Message, false, 1, error)));
        }
    }

    private async Task<Job?> EndAsync(bool completed, (string Code, string Message)? failure, CancellationToken cancelled)
    {
        var counts = await store.CountsAsync(job.Id, CancellationToken.None).ConfigureAwait(false);
        var isWhole = completed && counts is { Waiting: 0, Running: 0 };
        if (!isWhole && cancelled.IsCancellationRequested)
        {
            return await store.EndAsync(job.Id, JobState.Cancelled, null, null, CancellationToken.None).ConfigureAwait(false);
        }

        if (!isWhole && failure is null)
        {
            // The server stops: the next start goes on.
            await store.ReleaseAsync(job.Id, CancellationToken.None).ConfigureAwait(false);
            return null;
        }

        var done = counts.Done + counts.Skipped;
        var state = (failure, counts) switch
        {
            ({ }, _) when done > 0 => JobState.Partial,
            ({ }, _) => JobState.Failed,
            (_, { Failed: 0 }) => JobState.Succeeded,
            _ when done > 0 => JobState.Partial,
            _ => JobState.Failed,
        };
        return await store.EndAsync(job.Id, state, failure?.Code, failure is { } fault ? text.Of(fault.Message) : null, CancellationToken.None).ConfigureAwait(false);
    }

    private RunObserver Observer() => new(live, Items: new ItemReports(live, _shown))
    {
        OnItem = change =>
        {
            if (change is ItemChange.Started)
            {
                live.Started(change.Id);
            }
            else
            {
                _ended.TryAdd(change.Id, true);
            }

            _changes.Writer.TryWrite(change);
        },
        OnFrame = live.Frame,
        OnPause = paused,
    };

    private async Task WriteAsync()
    {
        await foreach (var change in _changes.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            // Vectors of frames are items of no job.
            var items = _items.GetValueOrDefault(change.Id, []);
            for (var i = 0; i < items.Length; i++)
            {
                items[i] = After(items[i], change);
                await store.UpdateAsync(job.Id, items[i], JsonSerializer.Serialize(JobItemDocument.Of(items[i], null), ServerJson.Options), CancellationToken.None).ConfigureAwait(false);
            }

            if (change is not ItemChange.Started)
            {
                live.Ended(change.Id);
            }
        }
    }

    private JobItem After(JobItem item, ItemChange change) => change switch
    {
        ItemChange.Started started => item with { State = JobItemState.Running, Attempts = started.Attempt },
        ItemChange.Done done => item with { State = JobItemState.Done, Attempts = Math.Max(1, item.Attempts), Video = done.Video, Note = done.Note is { } note ? Shown(item, note) : null },
        ItemChange.Skipped skipped => item with { State = JobItemState.Skipped, Note = Shown(item, skipped.Why), Video = skipped.Video },
        ItemChange.Failed { Failure: var failure } => item with
        {
            State = JobItemState.Failed,
            Attempts = Math.Max(1, item.Attempts),
            ErrorCode = failure.Code,
            ErrorMessage = Shown(item, failure.Message),
            ErrorDetail = FailureDetail.FindStderr(failure) is { } detail ? Shown(item, detail) : null,
            Retryable = failure.Transient,
        },
        _ => item,
    };

    /// <summary>What a client is told names its file as the client does, and no folder of the server.</summary>
    private string Shown(JobItem item, string message) =>
        text.Of(item.Metadata is null ? message : message.Replace(item.Source, JobItemDocument.Of(item, null).Source, StringComparison.Ordinal));

    private sealed class ItemReports(JobLive live, ConcurrentDictionary<string, string> shown) : IProgress<ItemProgress>
    {
        public void Report(ItemProgress value)
        {
            if (value.Unit != ProgressUnit.Bytes && value.Total is > 0 && shown.TryGetValue(value.Input, out var item))
            {
                live.Progress(item, value.Done / value.Total.Value, value.Unit == ProgressUnit.VideoSeconds ? value.Done : 0);
            }
        }
    }
}
