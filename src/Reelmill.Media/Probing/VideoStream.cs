using Reelmill.Media.Formats;
namespace Reelmill.Media.Probing;

/// <summary>A stream of pictures.</summary>
public sealed record VideoStream : MediaStream
{
    /// <summary>How far average and real frame rate of a constant rate may lie apart.</summary>
    private const double RateTolerance = 0.01;

    /// <summary>The width in pixels as stored; 0 when unknown.</summary>
    public int Width { get; init; }

    /// <summary>The height in pixels as stored; 0 when unknown.</summary>
    public int Height { get; init; }

    /// <summary>The codec's level in its own numbers, for H.264 ten times the level; null when unknown.</summary>
    public int? Level { get; init; }

    /// <summary>A pixel's width divided by its height; 1 when the file does not say.</summary>
    public Rational SampleAspectRatio { get; init; } = new(1, 1);

    /// <summary>How stored frames become upright, as the container says.</summary>
    public Orientation Orientation { get; init; }

    /// <summary>ffmpeg's name of the pixel format, such as <c>yuv420p10le</c>; null when no picture could be decoded.</summary>
    public string? PixelFormat { get; init; }

    /// <summary>Bits of each sample; null when unknown.</summary>
    public int? BitDepth { get; init; }

    /// <summary>Which values mean black and white.</summary>
    public ColorRange ColorRange { get; init; }

    /// <summary>ffmpeg's name of the matrix from RGB, such as <c>bt709</c>; null when the file does not say.</summary>
    public string? ColorMatrix { get; init; }

    /// <summary>ffmpeg's name of the primaries; null when the file does not say.</summary>
    public string? ColorPrimaries { get; init; }

    /// <summary>ffmpeg's name of the transfer curve; null when the file does not say.</summary>
    public string? ColorTransfer { get; init; }

    /// <summary>Frames a second over the whole stream; null when unknown.</summary>
    public Rational? AverageFrameRate { get; init; }

    /// <summary>The lowest rate that can name every timestamp that was looked at; absurdly high for some phones; null when unknown.</summary>
    public Rational? RealFrameRate { get; init; }

    /// <summary>How many frames the container says there are; null when it does not say. It may lie.</summary>
    public long? FrameCount { get; init; }

    /// <summary>Whether a frame holds two fields of different times, as the header says. It may lie either way.</summary>
    public bool IsInterlaced { get; init; }

    /// <summary>Whether frames may be shown in another order than that in which they are decoded.</summary>
    public bool IsReordered { get; init; }

    /// <summary>
    /// Whether the first packets, of frames that are reordered, say when they are decoded where they should say when they
    /// are shown. <see cref="Chunking.OrderedCopy"/> looks at all of them.
    /// </summary>
    internal bool SeemsUnordered { get; init; }

    /// <summary>Whether the marks of key frames tell anything.</summary>
    internal bool MarksKeyFrames { get; init; } = true;

    /// <summary>Whether its brightness follows PQ or HLG, so that it must be tone-mapped for a plain screen.</summary>
    public bool IsHdr => ColorTransfer is "smpte2084" or "arib-std-b67";

    /// <summary>Whether samples are red, green and blue rather than luma and chroma.</summary>
    public bool IsRgb => ColorMatrix == "gbr" || PixelFormats.IsRgb(PixelFormat);

    /// <summary>ffmpeg's name of the matrix that frames are read by: the file's or, where it says none that is known, the usual inference.</summary>
    public string AssumedMatrix => ColorInference.MatrixOf(this);

    /// <summary>What is assumed of an HDR stream's color that the file does not say; null when nothing is.</summary>
    public string? ColorRemark => ColorInference.RemarkOf(this);

    /// <summary>ffmpeg's name of the primaries that tone mapping starts from.</summary>
    internal string AssumedPrimaries => ColorInference.PrimariesOf(this);

    /// <summary>
    /// Whether the time between frames seems to vary: both frame rates are known and more than 1 % apart. A guess
    /// from the header: a stream with a few long gaps may look constant.
    /// </summary>
    public bool IsVariableFrameRate =>
        AverageFrameRate is { Numerator: > 0 } average && RealFrameRate is { Numerator: > 0 } real
        && Math.Abs((real.ToDouble() / average.ToDouble()) - 1) > RateTolerance;

    /// <summary>The width in square pixels when upright; 0 when unknown.</summary>
    public int DisplayWidth => Orientation.SwapsSides ? Height : SquareWidth;

    /// <summary>The height in square pixels when upright; 0 when unknown.</summary>
    public int DisplayHeight => Orientation.SwapsSides ? SquareWidth : Height;

    /// <summary>The stored height is kept and the width stretched, as players do.</summary>
    private int SquareWidth => Width == 0
        ? 0
        : (int)Math.Clamp(Math.Round(Width * SampleAspectRatio.ToDouble(), MidpointRounding.AwayFromZero), 1, int.MaxValue);
}
