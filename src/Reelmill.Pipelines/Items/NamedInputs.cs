using System.Collections;
using Reelmill.Media.Fetching;

namespace Reelmill.Pipelines.Items;

/// <summary>The inputs of a run, which remembers whom it has given: what there is to tell at the end is of those.</summary>
/// <remarks>Enumerated once, by one thread; read the ids after that.</remarks>
internal sealed class NamedInputs(string library, string pipeline, IEnumerable<MediaInput> inputs) : IEnumerable<MediaInput>
{
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);

    /// <summary>The ids of the items of the inputs.</summary>
    public IReadOnlySet<string> Ids => _ids;

    public IEnumerator<MediaInput> GetEnumerator()
    {
        foreach (var input in inputs)
        {
            _ids.Add(FrameIdentity.ItemIdOf(library, pipeline, input));
            yield return input;
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
