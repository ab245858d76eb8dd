using System.Threading.Channels;
using Reelmill.Pipelines.Runs;

namespace Reelmill;

/// <summary>
/// A run on a library that begins when it is enumerated, or with <see cref="RunAsync"/>. Its results come as items end; items
/// that were done before give theirs, too.
/// </summary>
/// <remarks>Leaving the loop cancels the run: what is in flight is left, and the next run on the same inputs goes on there. It can be enumerated again.</remarks>
/// <typeparam name="T">A result.</typeparam>
public sealed class MediaRun<T> : IAsyncEnumerable<T>
{
    private readonly RunObserver _observer;
    private readonly Func<RunObserver, CancellationToken, Task<RunSummary>> _execute;
    private readonly Func<Func<ItemChange, CancellationToken, IAsyncEnumerable<T>>> _results;
    private readonly Func<RunSummary, IEnumerable<T>> _resultsAtEnd;

    internal MediaRun(
        RunObserver? observer,
        Func<RunObserver, CancellationToken, Task<RunSummary>> execute,
        Func<Func<ItemChange, CancellationToken, IAsyncEnumerable<T>>> results,
        Func<RunSummary, IEnumerable<T>>? resultsAtEnd = null)
    {
        _observer = observer ?? new RunObserver();
        (_execute, _results, _resultsAtEnd) = (execute, results, resultsAtEnd ?? (static _ => []));
    }

    /// <summary>What the run did, with the items that failed; null until it has ended.</summary>
    public RunSummary? Summary { get; private set; }

    /// <summary>Runs to the end.</summary>
    /// <param name="cancellationToken">Cancels: what is in flight is left for the next run.</param>
    /// <returns>What the run did; items that failed are in it as data.</returns>
    /// <exception cref="Core.PipelineException">The run could not begin or go on.</exception>
    /// <exception cref="Library.LibraryException">The library cannot be used.</exception>
    public async Task<RunSummary> RunAsync(CancellationToken cancellationToken = default) =>
        Summary = await _execute(_observer, cancellationToken).ConfigureAwait(false);

    /// <summary>Runs, and gives the results as items end.</summary>
    /// <param name="cancellationToken">Cancels: what is in flight is left for the next run.</param>
    /// <exception cref="Core.PipelineException">The run could not begin or go on.</exception>
    /// <exception cref="Library.LibraryException">The library cannot be used.</exception>
    public async IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);

        // What waits here is small; the results of an item are read when the caller gets to them.
        var changes = Channel.CreateUnbounded<ItemChange>(new UnboundedChannelOptions { SingleReader = true });
        var (resultsOf, run) = (_results(), ExecuteAsync(changes.Writer, leaving.Token));
        try
        {
            await foreach (var change in changes.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                await foreach (var result in resultsOf(change, cancellationToken).ConfigureAwait(false))
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
            var told = _observer with
            {
                OnItem = change =>
                {
                    _ = change is ItemChange.Started || changes.TryWrite(change);
                    _observer.OnItem?.Invoke(change);
                },
            };
            return await _execute(told, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            changes.Complete();
        }
    }
}
