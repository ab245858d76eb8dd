namespace Reelmill.Vision.Images.Tensors;

/// <summary>What a model wants to see: how pictures become the numbers of its input tensor.</summary>
/// <remarks>Each number is (level - mean) x scale, with levels 0..255.</remarks>
/// <param name="Width">Pixels in a row, from 1.</param>
/// <param name="Height">Rows, from 1.</param>
public sealed record ImageInput(int Width, int Height)
{
    /// <summary>How pictures of another shape are brought in.</summary>
    /// <value><see cref="ImageFit.Stretch"/> by default.</value>
    public ImageFit Fit { get; init; }

    /// <summary>Whether blue comes first and red last.</summary>
    /// <value>False by default: red, green, blue.</value>
    public bool Bgr { get; init; }

    /// <summary>Whether the colours of a pixel stand together (NHWC) rather than in a plane each (NCHW).</summary>
    /// <value>False by default.</value>
    public bool ChannelsLast { get; init; }

    /// <summary>What is subtracted from the levels.</summary>
    /// <value>0 by default.</value>
    public ColorValues Mean { get; init; }

    /// <summary>What the differences are multiplied with.</summary>
    /// <value>1 by default.</value>
    public ColorValues Scale { get; init; } = ColorValues.All(1);

    /// <summary>The level of every colour beside a letterboxed picture.</summary>
    /// <value>114 by default.</value>
    public byte Padding { get; init; } = 114;

    /// <summary>Numbers in the tensor of one picture.</summary>
    public int Length => checked(3 * Width * Height);
}
