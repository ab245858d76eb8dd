using System.Threading.Channels;
using Reelmill.Pipelines.Runs;

namespace Reelmill;

/// <summary>
/// A run on a library, which starts when it is enumerated, or with <see cref="RunAsync"/>. It yields results as items end,
/// including the results of items that were done before.
/// </summary>
/// <remarks>Leaving the loop cancels the run: work in flight is abandoned, and the next run on the same inputs resumes there. A run can be enumerated again.</remarks>
/// <typeparam name="T">The type of a result.</typeparam>
public sealed class MediaRun<T> : IAsyncEnumerable<T>
{
    private readonly RunObserver _observer;
    private readonly Func<RunObserver, CancellationToken, Task<RunSummary>> _execute;
    private readonly Func<Func<ItemChange, CancellationToken, IAsyncEnumerable<T>>> _createReader;
    private readonly Func<RunSummary, IEnumerable<T>> _resultsAtEnd;

    internal MediaRun(
        RunObserver? observer,
        Func<RunObserver, CancellationToken, Task<RunSummary>> execute,
        Func<Func<ItemChange, CancellationToken, IAsyncEnumerable<T>>> createReader,
        Func<RunSummary, IEnumerable<T>>? resultsAtEnd = null)
    {
        _observer = observer ?? new RunObserver();
        (_execute, _createReader, _resultsAtEnd) = (execute, createReader, resultsAtEnd ?? (static _ => []));
    }

    /// <summary>The summary of the run, with the failed items; null until the run has ended.</summary>
    public RunSummary? Summary { get; private set; }

    /// <summary>Runs to the end.</summary>
    /// <param name="cancellationToken">Cancels: work in flight is left for the next run.</param>
    /// <returns>The summary of the run, which lists failed items.</returns>
    /// <exception cref="Core.PipelineException">The run could not start or continue.</exception>
    /// <exception cref="Library.LibraryException">The library cannot be used.</exception>
    public async Task<RunSummary> RunAsync(CancellationToken cancellationToken = default) =>
        Summary = await _execute(_observer, cancellationToken).ConfigureAwait(false);

    /// <summary>Runs, and yields the results as items end.</summary>
    /// <param name="cancellationToken">Cancels: work in flight is left for the next run.</param>
    /// <exception cref="Core.PipelineException">The run could not start or continue.</exception>
    /// <exception cref="Library.LibraryException">The library cannot be used.</exception>
    public async IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);

        // Unbounded, since a change is small; the results of an item are read only when the caller reaches them.
        var changes = Channel.CreateUnbounded<ItemChange>(new UnboundedChannelOptions { SingleReader = true });
        var (readResults, run) = (_createReader(), ExecuteAsync(changes.Writer, leaving.Token));
        try
        {
            await foreach (var change in changes.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                await foreach (var result in readResults(change, cancellationToken).ConfigureAwait(false))
                {
                    yield return result;
                }
            }

            Summary = await run.ConfigureAwait(false);
            foreach (var result in _resultsAtEnd(Summary))
            {
                yield return result;
            }
        }
        finally
        {
            await leaving.CancelAsync().ConfigureAwait(false);
            await ((Task)run).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<RunSummary> ExecuteAsync(ChannelWriter<ItemChange> changes, CancellationToken cancellationToken)
    {
        try
        {
            var tracking = _observer with
            {
                OnItem = change =>
                {
                    _ = change is ItemChange.Started || changes.TryWrite(change);
                    _observer.OnItem?.Invoke(change);
                },
            };
            return await _execute(tracking, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            changes.Complete();
        }
    }
}
