using System.Collections;
using Reelmill.Media.Fetching;

namespace Reelmill.Pipelines.Items;

/// <summary>
/// The inputs of a run, of which the first few are looked at before it begins: with fewer videos than cores, each
/// decode gets several threads; otherwise one, which costs the least.
/// </summary>
internal sealed class CountedInputs : IEnumerable<MediaInput>
{
    private readonly List<MediaInput> _first = [];
    private readonly IEnumerator<MediaInput> _rest;

    public CountedInputs(IEnumerable<MediaInput> inputs)
    {
        _rest = inputs.GetEnumerator();
        while (_first.Count < Environment.ProcessorCount && _rest.MoveNext())
        {
            _first.Add(_rest.Current);
        }
    }

    /// <summary>How many threads each decode is given.</summary>
    public int DecoderThreads => Math.Max(1, Environment.ProcessorCount / Math.Max(1, _first.Count));

    /// <summary>Gives the inputs, once.</summary>
    public IEnumerator<MediaInput> GetEnumerator()
    {
        foreach (var input in _first)
        {
            yield return input;
        }

        using (_rest)
        {
            while (_rest.MoveNext())
            {
                yield return _rest.Current;
            }
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
