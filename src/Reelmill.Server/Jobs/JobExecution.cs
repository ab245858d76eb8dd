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

/// <summary>Executes one attempt at a job: runs its pipeline, saves the outcome of each item, and sets the final state of the job.</summary>
/// <param name="job">The job, in the state <c>running</c>.</param>
/// <param name="live">The in-memory progress of the job.</param>
/// <param name="store">The store of jobs.</param>
/// <param name="runner">Runs pipelines.</param>
/// <param name="text">Redacts the messages for clients.</param>
/// <param name="paused">Called when the job pauses for disk space and when it resumes.</param>
internal sealed class JobExecution(Job job, JobProgress live, JobStore store, JobRunner runner, MessageRedactor text, Action<RunPause> paused)
{
    private readonly Channel<ItemChange> _changes = Channel.CreateUnbounded<ItemChange>(new UnboundedChannelOptions { SingleReader = true });
    private readonly ConcurrentDictionary<string, string> _idsByDisplay = new(StringComparer.Ordinal);
    private readonly Dictionary<string, JobItem[]> _items = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _ended = new(StringComparer.Ordinal);

    /// <summary>Executes the attempt.</summary>
    /// <param name="stopping">Stops gracefully; the next start resumes the job.</param>
    /// <param name="canceled">Cancels the job on a client's request.</param>
    /// <param name="cancellationToken">Aborts the attempt when the server's stop times out; the next start resumes the job.</param>
    /// <returns>The ended job; null when the job was requeued.</returns>
    public async Task<Job?> ExecuteAsync(CancellationToken stopping, CancellationToken canceled, CancellationToken cancellationToken)
    {
        var items = await store.ItemsAsync(job.Id, JobItemState.Waiting, -1, int.MaxValue, CancellationToken.None).ConfigureAwait(false);

        // An input that the job lists twice is one item in the catalog and is processed once.
        foreach (var same in items.GroupBy(static i => i.Item, StringComparer.Ordinal))
        {
            _items[same.Key] = [.. same];
            _idsByDisplay.TryAdd(JobRunner.GetInput(same.First()).Display, same.Key);
        }

        using var ending = CancellationTokenSource.CreateLinkedTokenSource(canceled, cancellationToken);
        var writing = WriteAsync();
        (string Code, string Message)? failure = null;
        var hasCompleted = false;
        try
        {
            await runner.RunAsync(job, [.. _items.Values.Select(static same => same[0])], CreateObserver(), stopping, ending.Token).ConfigureAwait(false);
            hasCompleted = true;
            if (!stopping.IsCancellationRequested)
            {
                FailUnreportedItems();
            }
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
        }
        catch (PipelineException e) when (e.Code == SystemErrors.DiskFull && (stopping.IsCancellationRequested || ending.IsCancellationRequested))
        {
            // The job was paused for disk space; the next start resumes it.
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
        return await EndAsync(hasCompleted, failure, canceled).ConfigureAwait(false);
    }

    /// <summary>Fails the items that the run never reported. After a library was moved, the path of an upload no longer matches its item.</summary>
    private void FailUnreportedItems()
    {
        foreach (var (id, same) in _items.Where(i => !_ended.ContainsKey(i.Key)))
        {
            var error = new ItemException("not_found", $"Fetching {JobRunner.GetInput(same[0]).Display}: the upload is no longer at the path that the job recorded. Submit it again.");
            _changes.Writer.TryWrite(new ItemChange.Failed(id, new ItemFailure("fetch", error.Code, error.Message, false, 1, error)));
        }
    }

    private async Task<Job?> EndAsync(bool hasCompleted, (string Code, string Message)? failure, CancellationToken canceled)
    {
        var counts = await store.CountsAsync(job.Id, CancellationToken.None).ConfigureAwait(false);
        var isWhole = hasCompleted && counts is { Waiting: 0, Running: 0 };
        if (!isWhole && canceled.IsCancellationRequested)
        {
            return await store.EndAsync(job.Id, JobState.Cancelled, null, null, CancellationToken.None).ConfigureAwait(false);
        }

        if (!isWhole && failure is null)
        {
            // The server is stopping; the next start resumes the job.
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
        return await store.EndAsync(job.Id, state, failure?.Code, failure is { } fault ? text.Redact(fault.Message) : null, CancellationToken.None).ConfigureAwait(false);
    }

    private RunObserver CreateObserver() => new(live, Items: new ItemReports(live, _idsByDisplay))
    {
        OnItem = change =>
        {
            if (change is ItemChange.Started)
            {
                live.MarkStarted(change.Id);
            }
            else
            {
                _ended.TryAdd(change.Id, true);
            }

            _changes.Writer.TryWrite(change);
        },
        OnFrame = live.AddFrame,
        OnPause = paused,
    };

    private async Task WriteAsync()
    {
        await foreach (var change in _changes.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            // The embeddings of frames are catalog items too, but belong to no job.
            var items = _items.GetValueOrDefault(change.Id, []);
            for (var i = 0; i < items.Length; i++)
            {
                items[i] = Apply(items[i], change);
                await store.UpdateAsync(job.Id, items[i], JsonSerializer.Serialize(JobItemDocument.From(items[i], null), ServerJson.Options), CancellationToken.None).ConfigureAwait(false);
            }

            if (change is not ItemChange.Started)
            {
                live.MarkEnded(change.Id);
            }
        }
    }

    private JobItem Apply(JobItem item, ItemChange change) => change switch
    {
        ItemChange.Started started => item with { State = JobItemState.Running, Attempts = started.Attempt },
        ItemChange.Done done => item with { State = JobItemState.Done, Attempts = Math.Max(1, item.Attempts), Video = done.Video, Note = done.Note is { } note ? Redact(item, note) : null },
        ItemChange.Skipped skipped => item with { State = JobItemState.Skipped, Note = Redact(item, skipped.Why), Video = skipped.Video },
        ItemChange.Failed { Failure: var failure } => item with
        {
            State = JobItemState.Failed,
            Attempts = Math.Max(1, item.Attempts),
            ErrorCode = failure.Code,
            ErrorMessage = Redact(item, failure.Message),
            ErrorDetail = FailureDetail.FindStderr(failure) is { } detail ? Redact(item, detail) : null,
            Retryable = failure.Transient,
        },
        _ => item,
    };

    /// <summary>Redacts a message, and names an upload by the client's file name instead of its path on the server.</summary>
    private string Redact(JobItem item, string message) =>
        text.Redact(item.Metadata is null ? message : message.Replace(item.Source, JobItemDocument.From(item, null).Source, StringComparison.Ordinal));

    private sealed class ItemReports(JobProgress live, ConcurrentDictionary<string, string> idsByDisplay) : IProgress<ItemProgress>
    {
        public void Report(ItemProgress value)
        {
            if (value.Unit != ProgressUnit.Bytes && value.Total is > 0 && idsByDisplay.TryGetValue(value.Input, out var item))
            {
                live.SetProgress(item, value.Done / value.Total.Value, value.Unit == ProgressUnit.VideoSeconds ? value.Done : 0);
            }
        }
    }
}
