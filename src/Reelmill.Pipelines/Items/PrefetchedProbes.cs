using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Reelmill.Media.Fetching;
using Reelmill.Media.Probing;

namespace Reelmill.Pipelines.Items;

/// <summary>
/// Probes the files that a run begins with while its library is still being made: no core is idle meanwhile, and the
/// first decodes begin a tenth of a second earlier.
/// </summary>
internal sealed class PrefetchedProbes : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, (string? Stamp, Task<MediaInfo> Media)> _begun = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _unwanted = new();

    /// <summary>Begins to probe those of the inputs that are files. What is wrong with one is told to whoever takes it.</summary>
    public void Begin(Prober prober, IEnumerable<MediaInput> inputs)
    {
        foreach (var input in inputs.Where(static i => i.Kind == InputKind.File && i.Problem is null))
        {
            _begun.GetOrAdd(input.Source, path => (SourceStamp.OfFile(path), prober.ProbeAsync(path, _unwanted.Token)));
        }
    }

    /// <summary>Hands out the probe of an input's file, once; false when none was begun or the file has changed since.</summary>
    public bool TryTake(MediaInput input, string? stamp, [NotNullWhen(true)] out Task<MediaInfo>? media)
    {
        media = _begun.TryGetValue(input.Source, out var begun) && begun.Stamp == stamp ? begun.Media : null;
        return media is not null && _begun.TryRemove(input.Source, out _);
    }

    /// <summary>Stops the probes that nobody took.</summary>
    public async ValueTask DisposeAsync()
    {
        await _unwanted.CancelAsync().ConfigureAwait(false);
        foreach (var (_, media) in _begun.Values)
        {
            await ((Task)media).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        _unwanted.Dispose();
    }
}
