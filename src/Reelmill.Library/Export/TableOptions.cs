namespace Reelmill.Library.Export;

/// <summary>Which rows an export of a table has.</summary>
public sealed record TableOptions
{
    /// <summary>Whether dropped frames are left out.</summary>
    /// <value>False by default.</value>
    public bool KeptOnly { get; init; }

    /// <summary>Assigns each video to a split, which becomes the last column.</summary>
    /// <value>Null by default: there is no such column.</value>
    public SplitPlan? Split { get; init; }
}
