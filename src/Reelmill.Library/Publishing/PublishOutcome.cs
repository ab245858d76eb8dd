namespace Reelmill.Library.Publishing;

/// <summary>What became of a publication.</summary>
public enum PublishOutcome
{
    /// <summary>It was not there before, or only a part of it from an interrupted call.</summary>
    Published,

    /// <summary>It took the place of another version.</summary>
    Rebuilt,

    /// <summary>The same version was there, but not all of its files; now they are.</summary>
    Repaired,

    /// <summary>The same version is there whole; nothing was written.</summary>
    Skipped,
}
