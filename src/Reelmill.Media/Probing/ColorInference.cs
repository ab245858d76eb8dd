namespace Reelmill.Media.Probing;

/// <summary>The usual inference of color tags that a file lacks or that are reserved.</summary>
internal static class ColorInference
{
    /// <summary>The matrix of high definition.</summary>
    public const string HighDefinition = "bt709";

    private const string StandardDefinition = "smpte170m";

    /// <summary>Frames over either side are high definition, as players assume.</summary>
    private const int StandardWidth = 1279;

    /// <summary>See <see cref="StandardWidth"/>.</summary>
    private const int StandardHeight = 576;

    /// <summary>Primaries that tone mapping can start from.</summary>
    private static readonly HashSet<string> Primaries = new(StringComparer.Ordinal)
        { "bt709", "bt470m", "bt470bg", "smpte170m", "smpte240m", "film", "bt2020", "smpte428", "smpte431", "smpte432", "jedec-p22", "ebu3213" };

    /// <summary>Matrices that tone mapping can start from.</summary>
    private static readonly HashSet<string> HdrMatrices = new(StringComparer.Ordinal)
        { "bt709", "fcc", "bt470bg", "smpte170m", "smpte240m", "bt2020nc", "bt2020c", "ictcp" };

    /// <summary>HDR is BT.2020; RGB that is made YUV gets, like YUV that does not say, the matrix of its size.</summary>
    public static string MatrixOf(VideoStream video) => video switch
    {
        { IsHdr: true, IsRgb: true } => "gbr",
        { IsHdr: true, ColorMatrix: { } matrix } when HdrMatrices.Contains(matrix) => matrix,
        { IsHdr: true } => "bt2020nc",
        { ColorMatrix: { } matrix, IsRgb: false } => matrix,
        _ => video.Width > StandardWidth || video.Height > StandardHeight ? HighDefinition : StandardDefinition,
    };

    /// <summary>The primaries that tone mapping starts from.</summary>
    public static string PrimariesOf(VideoStream video) => video.ColorPrimaries is { } primaries && Primaries.Contains(primaries) ? primaries : "bt2020";

    /// <summary>What is assumed of HDR, where what matters is missing; null where nothing is.</summary>
    public static string? RemarkOf(VideoStream video)
    {
        if (!video.IsHdr)
        {
            return null;
        }

        string?[] assumed =
        [
            video.ColorPrimaries == PrimariesOf(video) ? null : $"primaries {PrimariesOf(video)}",
            video.ColorMatrix == MatrixOf(video) ? null : $"matrix {MatrixOf(video)}",
        ];
        var list = string.Join(" and ", assumed.Where(static text => text is not null));
        return list.Length == 0 ? null : $"its color is tagged {video.ColorTransfer} without all that goes with it; {list} assumed";
    }
}
