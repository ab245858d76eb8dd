namespace Reelmill.Media.Hls.Packaging;

/// <summary>The container format of segments.</summary>
public enum StreamFormat
{
    /// <summary>Fragmented MP4 (CMAF), which all current players support.</summary>
    Fmp4,

    /// <summary>MPEG transport streams, for older players.</summary>
    Ts,
}
