namespace Reelmill.Pipelines.Reports.Sheet;

/// <summary>What was decided along a video, in at most <see cref="MostColumns"/> columns of equally many samples.</summary>
/// <remarks>A column of several samples shows the most frequent decision; on a tie the one that came first.</remarks>
internal sealed class Ribbon(long samples)
{
    /// <summary>The most columns there are.</summary>
    public const int MostColumns = 360;

    private readonly List<RibbonPart> _parts = [];
    private readonly List<(string? Rule, int Count)> _column = [];
    private long _seen;

    public int Columns { get; } = (int)Math.Min(samples, MostColumns);

    /// <summary>Neighbouring columns of the same decision are one part.</summary>
    public IReadOnlyList<RibbonPart> Parts => _parts;

    public void Add(string? rule)
    {
        if (_seen >= samples)
        {
            return;
        }

        var at = _column.FindIndex(c => c.Rule == rule);
        if (at < 0)
        {
            _column.Add((rule, 1));
        }
        else
        {
            _column[at] = (rule, _column[at].Count + 1);
        }

        var column = _seen++ * Columns / samples;
        if (_seen * Columns / samples > column)
        {
            End();
        }
    }

    private void End()
    {
        var rule = _column.MaxBy(static c => c.Count).Rule;
        _column.Clear();
        if (_parts.Count > 0 && _parts[^1].Rule == rule)
        {
            _parts[^1] = _parts[^1] with { Columns = _parts[^1].Columns + 1 };
        }
        else
        {
            _parts.Add(new RibbonPart(rule, 1));
        }
    }
}

/// <summary>So many columns of one decision; the rule is null for kept.</summary>
internal readonly record struct RibbonPart(string? Rule, int Columns);
