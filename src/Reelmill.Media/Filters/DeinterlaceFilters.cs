using System.Globalization;
using Reelmill.Media.Interlacing;

namespace Reelmill.Media.Filters;

/// <summary>ffmpeg filters that deinterlace and keep the number of frames. Empty for progressive video.</summary>
internal static class DeinterlaceFilters
{
    /// <summary>Deinterlaces with neighboring frames (yadif): the best quality, for a decode of the whole video.</summary>
    public static string Temporal(ScanType scan) => Build(scan, "yadif");

    /// <summary>Deinterlaces each frame by itself (estdif): the same result wherever a decode begins or ends. Restores the time base, which estdif halves.</summary>
    public static string Spatial(ScanType scan) => Build(scan, "estdif") is { Length: > 0 } filter ? filter + "settb=intb*2," : string.Empty;

    private static string Build(ScanType scan, string filter) => scan == ScanType.Progressive
        ? string.Empty
        : string.Create(CultureInfo.InvariantCulture, $"{filter}=mode={(filter == "yadif" ? "send_frame" : "frame")}:parity={GetParity(scan)}:deint=all,");

    private static string GetParity(ScanType scan) => scan switch
    {
        ScanType.TopFirst => "tff",
        ScanType.BottomFirst => "bff",
        _ => "auto",
    };
}
