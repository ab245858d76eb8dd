using Reelmill.Media.Probing;

namespace Reelmill.Media.Filters;

/// <summary>ffmpeg filters that convert range, matrix and dynamic range of frames; color tags that the file lacks are inferred.</summary>
internal static class ColorFilters
{
    /// <summary>Maps HDR to SDR: linear light, BT.709 primaries, the Hable curve, then BT.709 in limited range. Empty for SDR.</summary>
    public static string ToneMap(VideoStream video) => video.IsHdr
        ? $"setparams=range={(IsFull(video) ? "pc" : "tv")}:color_primaries={video.AssumedPrimaries}:color_trc={video.ColorTransfer}:colorspace={video.AssumedMatrix},"
          + "zscale=t=linear:npl=100,format=gbrpf32le,zscale=p=bt709,tonemap=tonemap=hable:desat=0,zscale=t=bt709:m=bt709:r=tv,"
        : string.Empty;

    /// <summary>Returns scaler options that keep the range of the source; RGB becomes full-range BT.601, as in JPEG.</summary>
    public static string KeepRange(VideoStream video) => video.IsHdr ? ":out_range=tv"
        : video.IsRgb ? ":out_range=pc:out_color_matrix=bt601"
        : IsFull(video) ? ":out_range=pc"
        : string.Empty;

    /// <summary>Returns scaler options for limited range; RGB gets the matrix that is usual for its frame size.</summary>
    public static string LimitRange(VideoStream video) => video.IsRgb && !video.IsHdr
        ? $":out_range=tv:out_color_matrix={(video.AssumedMatrix == ColorInference.HighDefinition ? "bt709" : "bt601")}"
        : ":out_range=tv";

    /// <summary>Tags the assumed matrix where the file has no matrix; empty where the file or tone mapping sets the matrix.</summary>
    public static string TagMatrix(VideoStream video) => video.IsHdr || (video.ColorMatrix is not null && !video.IsRgb)
        ? string.Empty
        : $",setparams=colorspace={video.AssumedMatrix}{(video.IsRgb ? ":range=tv" : string.Empty)}";

    private static bool IsFull(VideoStream video) => video.ColorRange == ColorRange.Full || (video.IsRgb && video.IsHdr);
}
