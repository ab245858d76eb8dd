namespace Reelmill.Media.Hls.Checking;

/// <summary>How much a rule binds.</summary>
public enum HlsSeverity
{
    /// <summary>A warning: players cope, viewers may not like it.</summary>
    Should,

    /// <summary>A failure: the specification demands it, or players break.</summary>
    Must,
}
