using System.Collections;
using Reelmill.Media.Fetching;

namespace Reelmill.Pipelines.Items;

/// <summary>The inputs of a run, of which the first window is looked at before it begins, to know what will be begun first.</summary>
internal sealed class CountedInputs : IEnumerable<MediaInput>
{
    private readonly List<MediaInput> _first = [];
    private readonly IEnumerator<MediaInput> _rest;

    public CountedInputs(IEnumerable<MediaInput> inputs)
    {
        _rest = inputs.GetEnumerator();
        while (_first.Count < CatalogSource.Window && _rest.MoveNext())
        {
            _first.Add(_rest.Current);
        }
    }

    /// <summary>The inputs that will be begun first, one for each core.</summary>
    public IEnumerable<MediaInput> Soonest => CatalogSource.LargestFirst(_first).Take(Environment.ProcessorCount);

    /// <summary>Gives the inputs, once.</summary>
    public IEnumerator<MediaInput> GetEnumerator()
    {
        foreach (var input in _first)
        {
            yield return input;
        }

        _first.Clear();
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
