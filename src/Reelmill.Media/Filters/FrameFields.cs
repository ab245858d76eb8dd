using System.Globalization;
using Reelmill.Media.Interlacing;

namespace Reelmill.Media.Filters;

/// <summary>Filters that make whole frames of woven fields, as many frames as there were. Empty for progressive video.</summary>
internal static class FrameFields
{
    /// <summary>Looks at neighboring frames: the best picture, for a decode that goes through the whole video.</summary>
    public static string Temporal(ScanType scan) => Of(scan, "yadif");

    /// <summary>Looks at each frame alone: the same picture wherever a decode begins or ends. Its times are twice as fine, which is undone.</summary>
    public static string Spatial(ScanType scan) => Of(scan, "estdif") is { Length: > 0 } filter ? filter + "settb=intb*2," : string.Empty;

    private static string Of(ScanType scan, string filter) => scan == ScanType.Progressive
        ? string.Empty
        : string.Create(CultureInfo.InvariantCulture, $"{filter}=mode={(filter == "yadif" ? "send_frame" : "frame")}:parity={Parity(scan)}:deint=all,");

    private static string Parity(ScanType scan) => scan switch
    {
        ScanType.TopFirst => "tff",
        ScanType.BottomFirst => "bff",
        _ => "auto",
    };
}
