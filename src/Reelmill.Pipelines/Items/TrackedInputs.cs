using System.Collections.Concurrent;
using Reelmill.Media.Fetching;

namespace Reelmill.Pipelines.Items;

/// <summary>The inputs of a run. Remembers the ids of the inputs that it yielded, whose outputs the run's summary lists.</summary>
/// <remarks>Enumerated once, by one thread; any thread may read the ids.</remarks>
internal sealed class TrackedInputs(string library, string pipeline, IAsyncEnumerable<MediaInput> inputs) : IAsyncEnumerable<MediaInput>
{
    private readonly ConcurrentDictionary<string, bool> _ids = new(StringComparer.Ordinal);

    /// <summary>The item ids of the inputs yielded so far.</summary>
    public IReadOnlySet<string> Ids => _ids.Keys.ToHashSet(StringComparer.Ordinal);

    public async IAsyncEnumerator<MediaInput> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        await foreach (var input in inputs.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            _ids[InputIdentity.GetItemId(library, pipeline, input)] = true;
            yield return input;
        }
    }
}
