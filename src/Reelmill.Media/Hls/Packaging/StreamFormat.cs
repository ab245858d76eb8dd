namespace Reelmill.Media.Hls.Packaging;

/// <summary>What segments are made of.</summary>
public enum StreamFormat
{
    /// <summary>Fragmented MP4 (CMAF), which all players of today read.</summary>
    Fmp4,

    /// <summary>MPEG transport streams, for players that are older.</summary>
    Ts,
}
