namespace Reelmill.Media.Probing;

/// <summary>Infers color tags that a file lacks or marks as reserved, as players do.</summary>
internal static class ColorInference
{
    /// <summary>The YUV matrix of high-definition video.</summary>
    public const string HighDefinition = "bt709";

    private const string StandardDefinition = "smpte170m";

    /// <summary>The largest width of standard-definition video in pixels; players take wider or higher frames for high definition.</summary>
    private const int MaxStandardWidth = 1279;

    /// <summary>The largest height of standard-definition video in pixels.</summary>
    private const int MaxStandardHeight = 576;

    /// <summary>Primaries that tone mapping supports as its input.</summary>
    private static readonly HashSet<string> Primaries = new(StringComparer.Ordinal)
        { "bt709", "bt470m", "bt470bg", "smpte170m", "smpte240m", "film", "bt2020", "smpte428", "smpte431", "smpte432", "jedec-p22", "ebu3213" };

    /// <summary>Matrices that tone mapping supports as its input.</summary>
    private static readonly HashSet<string> HdrMatrices = new(StringComparer.Ordinal)
        { "bt709", "fcc", "bt470bg", "smpte170m", "smpte240m", "bt2020nc", "bt2020c", "ictcp" };

    /// <summary>
    /// Infers the matrix. HDR is BT.2020. Untagged YUV, and RGB to be converted to YUV, get the matrix that matches the
    /// frame size.
    /// </summary>
    public static string InferMatrix(VideoStream video) => video switch
    {
        { IsHdr: true, IsRgb: true } => "gbr",
        { IsHdr: true, ColorMatrix: { } matrix } when HdrMatrices.Contains(matrix) => matrix,
        { IsHdr: true } => "bt2020nc",
        { ColorMatrix: { } matrix, IsRgb: false } => matrix,
        _ => video.Width > MaxStandardWidth || video.Height > MaxStandardHeight ? HighDefinition : StandardDefinition,
    };

    /// <summary>Infers the primaries that tone mapping starts from.</summary>
    public static string InferPrimaries(VideoStream video) => video.ColorPrimaries is { } primaries && Primaries.Contains(primaries) ? primaries : "bt2020";

    /// <summary>Describes the inferred color tags of an HDR stream; null when none was inferred.</summary>
    public static string? DescribeInferred(VideoStream video)
    {
        if (!video.IsHdr)
        {
            return null;
        }

        string?[] assumed =
        [
            video.ColorPrimaries == InferPrimaries(video) ? null : $"primaries {InferPrimaries(video)}",
            video.ColorMatrix == InferMatrix(video) ? null : $"matrix {InferMatrix(video)}",
        ];
        var list = string.Join(" and ", assumed.Where(static text => text is not null));
        return list.Length == 0 ? null : $"the video is tagged {video.ColorTransfer} with incomplete color tags; assuming {list}";
    }
}
