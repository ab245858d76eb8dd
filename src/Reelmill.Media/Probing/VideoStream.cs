using Reelmill.Media.Formats;
namespace Reelmill.Media.Probing;

/// <summary>A video stream.</summary>
public sealed record VideoStream : MediaStream
{
    /// <summary>The largest relative difference of average and real frame rate in a stream of constant rate.</summary>
    private const double RateTolerance = 0.01;

    /// <summary>The width in pixels as stored; 0 when unknown.</summary>
    public int Width { get; init; }

    /// <summary>The height in pixels as stored; 0 when unknown.</summary>
    public int Height { get; init; }

    /// <summary>The level in the codec's own numbers, such as ten times the level for H.264; null when unknown.</summary>
    public int? Level { get; init; }

    /// <summary>The sample aspect ratio: a pixel's width divided by its height; 1 when the file does not declare one.</summary>
    public Rational SampleAspectRatio { get; init; } = new(1, 1);

    /// <summary>The transform that makes stored frames upright, from the display matrix.</summary>
    public Orientation Orientation { get; init; }

    /// <summary>ffmpeg's name of the pixel format, such as <c>yuv420p10le</c>; null when no frame could be decoded.</summary>
    public string? PixelFormat { get; init; }

    /// <summary>The number of bits per sample; null when unknown.</summary>
    public int? BitDepth { get; init; }

    /// <summary>The values that stand for black and white.</summary>
    public ColorRange ColorRange { get; init; }

    /// <summary>ffmpeg's name of the YUV matrix, such as <c>bt709</c>; null when the file does not declare one.</summary>
    public string? ColorMatrix { get; init; }

    /// <summary>ffmpeg's name of the color primaries; null when the file does not declare them.</summary>
    public string? ColorPrimaries { get; init; }

    /// <summary>ffmpeg's name of the transfer characteristics; null when the file does not declare them.</summary>
    public string? ColorTransfer { get; init; }

    /// <summary>The average frame rate of the whole stream, in frames per second; null when unknown.</summary>
    public Rational? AverageFrameRate { get; init; }

    /// <summary>The lowest frame rate that represents every examined timestamp; far too high for some phones; null when unknown.</summary>
    public Rational? RealFrameRate { get; init; }

    /// <summary>The number of frames that the container declares; null when it declares none. It may be wrong.</summary>
    public long? FrameCount { get; init; }

    /// <summary>Whether the header declares frames as two fields of different times. It may be wrong either way.</summary>
    public bool IsInterlaced { get; init; }

    /// <summary>Whether presentation order may differ from decode order.</summary>
    public bool IsReordered { get; init; }

    /// <summary>
    /// Whether the first packets appear to have decode timestamps in place of presentation timestamps, although frames are
    /// reordered. <see cref="Chunking.TimestampRestorer"/> examines all packets.
    /// </summary>
    internal bool SeemsToLackPts { get; init; }

    /// <summary>Whether keyframe flags are meaningful.</summary>
    internal bool MarksKeyframes { get; init; } = true;

    /// <summary>Whether the transfer characteristics are PQ or HLG, so that frames need tone mapping for SDR.</summary>
    public bool IsHdr => ColorTransfer is "smpte2084" or "arib-std-b67";

    /// <summary>Whether samples are red, green and blue instead of luma and chroma.</summary>
    public bool IsRgb => ColorMatrix == "gbr" || PixelFormats.IsRgb(PixelFormat);

    /// <summary>ffmpeg's name of the YUV matrix for decoding: the declared one or, without a known one, the inferred one.</summary>
    public string AssumedMatrix => ColorInference.InferMatrix(this);

    /// <summary>The description of color tags that were inferred for an HDR stream; null when none was.</summary>
    public string? ColorRemark => ColorInference.DescribeInferred(this);

    /// <summary>ffmpeg's name of the color primaries that tone mapping starts from.</summary>
    internal string AssumedPrimaries => ColorInference.InferPrimaries(this);

    /// <summary>
    /// Whether the time between frames appears to vary: both frame rates are known and differ by more than 1 %. This is a guess
    /// from the header: a stream with a few long gaps may appear constant.
    /// </summary>
    public bool IsVariableFrameRate =>
        AverageFrameRate is { Numerator: > 0 } average && RealFrameRate is { Numerator: > 0 } real
        && Math.Abs((real.ToDouble() / average.ToDouble()) - 1) > RateTolerance;

    /// <summary>The width of the upright frame in square pixels; 0 when unknown.</summary>
    public int DisplayWidth => Orientation.SwapsSides ? Height : SquareWidth;

    /// <summary>The height of the upright frame in square pixels; 0 when unknown.</summary>
    public int DisplayHeight => Orientation.SwapsSides ? SquareWidth : Height;

    /// <summary>The width of the stored frame in square pixels. The height is kept and the width stretched, as in players.</summary>
    private int SquareWidth => Width == 0
        ? 0
        : (int)Math.Clamp(Math.Round(Width * SampleAspectRatio.ToDouble(), MidpointRounding.AwayFromZero), 1, int.MaxValue);
}
