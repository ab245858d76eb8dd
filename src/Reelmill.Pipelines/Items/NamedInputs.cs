using System.Collections.Concurrent;
using Reelmill.Media.Fetching;

namespace Reelmill.Pipelines.Items;

/// <summary>The inputs of a run, which remembers whom it has given: what there is to tell at the end is of those.</summary>
/// <remarks>Enumerated once, by one thread; the ids may be read by others.</remarks>
internal sealed class NamedInputs(string library, string pipeline, IAsyncEnumerable<MediaInput> inputs) : IAsyncEnumerable<MediaInput>
{
    private readonly ConcurrentDictionary<string, bool> _ids = new(StringComparer.Ordinal);

    /// <summary>The ids of the items of the inputs that were found by now.</summary>
    public IReadOnlySet<string> Ids => _ids.Keys.ToHashSet(StringComparer.Ordinal);

    public async IAsyncEnumerator<MediaInput> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        await foreach (var input in inputs.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            _ids[FrameIdentity.ItemIdOf(library, pipeline, input)] = true;
            yield return input;
        }
    }
}
