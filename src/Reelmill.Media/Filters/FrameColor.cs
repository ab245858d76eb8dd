using Reelmill.Media.Probing;

namespace Reelmill.Media.Filters;

/// <summary>Filters that bring color to what the next step expects, with the usual inference for tags that a file lacks.</summary>
internal static class FrameColor
{
    /// <summary>HDR to SDR: linear light, BT.709 primaries, Hable's curve; then BT.709 as every other video. Empty for SDR.</summary>
    public static string ToneMap(VideoStream video) => video.IsHdr
        ? $"setparams=range={(IsFull(video) ? "pc" : "tv")}:color_primaries={video.AssumedPrimaries}:color_trc={video.ColorTransfer}:colorspace={video.AssumedMatrix},"
          + "zscale=t=linear:npl=100,format=gbrpf32le,zscale=p=bt709,tonemap=tonemap=hable:desat=0,zscale=t=bt709:m=bt709:r=tv,"
        : string.Empty;

    /// <summary>The scaler's options for frames of the source's own range; RGB becomes full-range BT.601, as in JPEG.</summary>
    public static string KeepRange(VideoStream video) => video.IsHdr ? ":out_range=tv"
        : video.IsRgb ? ":out_range=pc:out_color_matrix=bt601"
        : IsFull(video) ? ":out_range=pc"
        : string.Empty;

    /// <summary>The scaler's options for limited range; RGB gets the matrix of its size.</summary>
    public static string Limit(VideoStream video) => video.IsRgb && !video.IsHdr
        ? $":out_range=tv:out_color_matrix={(video.AssumedMatrix == ColorInference.HighDefinition ? "bt709" : "bt601")}"
        : ":out_range=tv";

    /// <summary>Tags the matrix that is assumed where the file names none; empty where it does, or tone mapping has.</summary>
    public static string TagMatrix(VideoStream video) => video.IsHdr || (video.ColorMatrix is not null && !video.IsRgb)
        ? string.Empty
        : $",setparams=colorspace={video.AssumedMatrix}{(video.IsRgb ? ":range=tv" : string.Empty)}";

    private static bool IsFull(VideoStream video) => video.ColorRange == ColorRange.Full || (video.IsRgb && video.IsHdr);
}
