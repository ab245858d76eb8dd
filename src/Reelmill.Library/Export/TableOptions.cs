namespace Reelmill.Library.Export;

/// <summary>Selects the rows of a table export (CSV, JSON Lines or Parquet).</summary>
public sealed record TableOptions
{
    /// <summary>Whether to leave out dropped frames.</summary>
    /// <value>False by default.</value>
    public bool KeptOnly { get; init; }

    /// <summary>Assigns each video to a split, which is exported as the last column.</summary>
    /// <value>Null by default: there is no split column.</value>
    public SplitPlan? Split { get; init; }
}
